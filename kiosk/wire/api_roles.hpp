// Who may see and do what over the API in the hall. The written list stands in api_roles.cpp and nowhere
// else; api.json and API.md repeat it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace jiaohao::wire::api {

enum class Role : std::uint8_t {
    guest,
    terminal,
    display,
    pad,
    clerk,
    guide,
    manager,
    technician,
    integrator,
    satellite,
};
inline constexpr int kRoles = 10;

[[nodiscard]] std::string_view code(Role role);
[[nodiscard]] std::optional<Role> role_from_code(std::string_view text);

/// A person or device may hold several; it then sees the union.
class RoleSet {
  public:
    constexpr RoleSet() = default;
    constexpr RoleSet(std::initializer_list<Role> roles) {
        for (const Role role : roles) {
            add(role);
        }
    }
    constexpr void add(Role role) { bits_ |= bit(role); }
    constexpr void remove(Role role) { bits_ &= static_cast<std::uint16_t>(~bit(role)); }
    [[nodiscard]] constexpr bool has(Role role) const { return (bits_ & bit(role)) != 0; }
    [[nodiscard]] constexpr bool empty() const { return bits_ == 0; }
    [[nodiscard]] constexpr RoleSet both(RoleSet other) const {
        RoleSet result;
        result.bits_ = bits_ & other.bits_;
        return result;
    }
    [[nodiscard]] constexpr RoleSet either(RoleSet other) const {
        RoleSet result;
        result.bits_ = bits_ | other.bits_;
        return result;
    }
    friend constexpr auto operator<=>(const RoleSet&, const RoleSet&) = default;
    friend constexpr bool operator==(const RoleSet&, const RoleSet&) = default;

  private:
    static constexpr std::uint16_t bit(Role role) {
        return static_cast<std::uint16_t>(1U << static_cast<unsigned>(role));
    }
    std::uint16_t bits_ = 0;
};

[[nodiscard]] std::vector<std::string> codes(RoleSet roles);

/// What a grant covers: everything, or what belongs to the viewer's own counter.
enum class Scope : std::uint8_t { any, own_counter };

/// `what` is a section of the view ("counters", "devices.printer") or an event type, also as "ticket.*" or
/// "*". `fields` is "*" or the names that pass, separated by blanks.
struct Grant {
    std::string_view what;
    std::string_view fields = "*";
    Scope scope = Scope::any;
};

/// A command name, "counter.*" or "*".
struct CommandGrant {
    std::string_view what;
    Scope scope = Scope::any;
};

struct RoleRule {
    Role role;
    std::vector<Grant> rows;
    std::vector<Grant> events;
    /// Event types that a wider grant does not cover.
    std::vector<std::string_view> hidden_events;
    std::vector<CommandGrant> commands;
    /// Whether alerts, their rows, ends and events included, that begin with domain::private_alerts are covered.
    bool private_alerts = false;
};

/// In the order of Role.
[[nodiscard]] const std::vector<RoleRule>& role_rules();

/// Who looks: the roles, and the counter that Scope::own_counter means (empty: none).
struct Viewer {
    RoleSet roles;
    std::string counter;
    friend auto operator<=>(const Viewer&, const Viewer&) = default;
};

/// The part of a whole view (encode_view) that `viewer` may see; an empty object when nothing is.
[[nodiscard]] nlohmann::json filter_view(const nlohmann::json& view, const Viewer& viewer);

/// The part of an event (encode_event) that `viewer` may see. rating.given and rating.missed become
/// rating.ended for those who may only know that. `seq` is for managers: its gaps would tell others what they
/// are not shown.
[[nodiscard]] std::optional<nlohmann::json> filter_event(const nlohmann::json& event, const Viewer& viewer);

/// May these roles give this command at all, and only for the own counter?
[[nodiscard]] std::optional<Scope> may(RoleSet roles, std::string_view command);

}  // namespace jiaohao::wire::api
