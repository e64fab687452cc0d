// The owner at the other end of a satellite's line: what it is told goes through the real words of the API to the real
// rules. The line can be cut, and either way of it be held up.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include "kiosk/api/request_key.hpp"
#include "kiosk/satellite/owner_line.hpp"
#include "kiosk/wire/api_commands.hpp"
#include "kiosk/wire/api_messages.hpp"
#include "kiosk/wire/api_roles.hpp"
#include "kiosk/wire/api_satellite_commands.hpp"
#include "kiosk/wire/api_view.hpp"
#include "kiosk/wire/json_text.hpp"
#include "tests/unit/satellite/little_hall.hpp"

namespace jiaohao::test {

class OwnerEnd final : public satellite::OwnerLine, public service::CommitObserver {
  public:
    using Json = nlohmann::json;
    OwnerEnd(LittleHall& hall, satellite::Post post) : hall_(hall), post_(std::move(post)) {
        hall.observers.push_back(this);
    }

    /// Nobody answers any more; an open line ends.
    void away() {
        there = false;
        end("lost");
    }
    void end(const std::string& code) {
        if (std::exchange(open_, false)) {
            said_.clear();
            heard_.clear();
            post_([this, code] { listener_->on_end(code, "test"); });
        }
    }

    void connect(satellite::OwnerLineListener& listener) override {
        listener_ = &listener;
        ++tries;
        post_([this] {
            if (!there) {
                return listener_->on_end("not_there", "test");
            }
            open_ = true;
            n_ = 0;
            greeted_ = false;
            listener_->on_open();
        });
    }
    bool send(std::string text) override {
        if (!open_) {
            return false;
        }
        heard_.push_back(std::move(text));
        post_([this] { flow(); });
        return true;
    }
    void cut(std::string_view why) override {
        if (last_words) {
            flow();
        }
        end(std::string(why));
    }

    /// Passes on what may pass.
    void flow() {
        while (open_ && !deaf && !heard_.empty()) {
            const std::string text = std::move(heard_.front());
            heard_.pop_front();
            hear(text);
        }
        while (open_ && !mute && !said_.empty()) {
            const std::string text = std::move(said_.front());
            said_.pop_front();
            post_([this, text] {
                if (open_) {
                    listener_->on_text(text);
                }
            });
        }
    }

    void on_committed(const std::shared_ptr<const service::Committed>& committed) override {
        if (!open_ || !greeted_) {
            return;
        }
        n_ += std::exchange(skip_one, false) ? 1 : 0;
        Json rows = wire::api::filter_view(wire::api::encode_view(committed->view), viewer());
        for (const auto& event : committed->events) {
            if (auto shown = wire::api::filter_event(wire::api::encode_event(event), viewer())) {
                Json message{{"event", std::move(*shown)}};
                if (!rows.empty()) {
                    message["view"] = std::exchange(rows, Json::object());
                }
                say(wire::api::counted_text("event", ++n_, wire::to_text(message)));
            }
        }
        if (!rows.empty()) {
            say(wire::api::counted_text("event", ++n_, wire::to_text({{"view", rows}})));
        }
    }
    void on_reset() override {}

    bool there = true;
    /// It takes nothing in; it says nothing that arrives.
    bool deaf = false;
    bool mute = false;
    /// What these commands are answered with instead of being done.
    std::map<std::string, domain::RefusalCode> refused;
    /// With this command it goes mute.
    std::string mute_at;
    /// What was said before a cut arrives, as it does by a line that is closed in order.
    bool last_words = false;
    /// The next event is lost on its way.
    bool skip_one = false;
    unsigned tries = 0;
    /// Names of the commands it heard, in order.
    std::vector<std::string> commands;

  private:
    static wire::api::Viewer viewer() { return {{wire::api::Role::satellite}, ""}; }

    void say(std::string text) {
        said_.push_back(std::move(text));
        post_([this] { flow(); });
    }
    void hear(const std::string& text) {
        auto message = wire::api::read_client_message(text);
        if (!message) {
            return end("bad_message");
        }
        if (std::holds_alternative<wire::api::Ping>(*message)) {
            return say(wire::api::pong_text());
        }
        if (std::holds_alternative<wire::api::Hello>(*message)) {
            greeted_ = true;
            const Json view = wire::api::filter_view(wire::api::encode_view(hall_.view()), viewer());
            return say(wire::api::counted_text("snapshot", ++n_, wire::to_text({{"view", view}})));
        }
        if (const auto* command = std::get_if<wire::api::CommandMessage>(&*message)) {
            obey(*command);
        }
    }
    void obey(const wire::api::CommandMessage& message) {
        commands.push_back(message.name);
        mute = mute || message.name == mute_at;
        if (const auto no = refused.find(message.name); no != refused.end()) {
            return say(wire::api::refused_text(message.id.get(), {no->second, {}}));
        }
        auto call = wire::api::read_command(message.name, message.args, domain::Channel::touch);
        if (!call) {
            return say(wire::api::refused_text(message.id.get(), call.error()));
        }
        if (auto bound = wire::api::bind_satellite(message.name, *call, domain::TerminalId{"t2"}); !bound) {
            return say(wire::api::refused_text(message.id.get(), bound.error()));
        }
        if (const auto* get = std::get_if<wire::api::TicketGetCall>(&*call)) {
            const auto view = hall_.view();
            for (const auto& row : view.tickets) {
                if (row.id == get->ticket) {
                    return say(wire::api::done_text(message.id.get(), {{"row", wire::api::encode_row(row)}}));
                }
            }
            return say(wire::api::refused_text(message.id.get(), {domain::RefusalCode::ticket_unknown, {}}));
        }
        // As the hub and the hall's thread do: another question under a known id is a mistake of the client's.
        const domain::RequestId key = api::request_key(message, "t2");
        if (const auto known = keys_.emplace(message.id, key).first; known->second != key) {
            return say(wire::api::refused_text(message.id.get(), {domain::RefusalCode::bad_arguments, {}}));
        }
        const auto outcome = hall_.decide(key, std::get<domain::Command>(*call));
        say(outcome ? wire::api::done_text(message.id.get(), wire::api::encode_answer(*outcome))
                    : wire::api::refused_text(message.id.get(), outcome.error()));
    }

    LittleHall& hall_;
    satellite::Post post_;
    satellite::OwnerLineListener* listener_ = nullptr;
    bool open_ = false;
    bool greeted_ = false;
    std::uint64_t n_ = 0;
    std::map<domain::RequestId, domain::RequestId> keys_;
    std::deque<std::string> heard_;
    std::deque<std::string> said_;
};

}  // namespace jiaohao::test
