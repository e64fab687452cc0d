// SPDX-License-Identifier: Apache-2.0
#include "headoffice/ca/dev_ca.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "headoffice/ca/x509.hpp"

namespace jiaohao::headoffice {
namespace {

using namespace x509;

// Tells an authority made here from any other.
constexpr const char* kOrganisation = "Jiaohao trial authority";
constexpr std::chrono::days kAuthorityLifetime{3650};
// Apple and browsers refuse server certificates that live longer than 825 days.
constexpr std::chrono::days kLifetime{820};
constexpr std::chrono::days kRenewBefore{30};

bool is_terminal_id(const std::string& text) {
    return !text.empty() && text.size() <= 32 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
               c == '-';
    });
}

bool is_server_name(const std::string& text) {
    return !text.empty() && text.size() <= 253 &&
           text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:*") ==
               std::string::npos;
}

/// A certificate with its key: <name>.pem and <name>.key.
struct Pair {
    std::filesystem::path certificate_file;
    std::filesystem::path key_file;
    Certificate certificate;
    Key key;

    [[nodiscard]] bool fits() const {
        return certificate && key && X509_check_private_key(certificate.get(), key.get()) == 1;
    }
};

Pair read_pair(const std::filesystem::path& folder, const std::string& name) {
    Pair pair{folder / (name + ".pem"), folder / (name + ".key"), nullptr, nullptr};
    pair.certificate = read_certificate(pair.certificate_file);
    pair.key = read_key(pair.key_file);
    return pair;
}

class Authority {
  public:
    Authority(const DevCaOptions& options, WallTime now) : options_(options), now_(now) {}

    void ensure_authority() {
        ca_ = read_pair(options_.folder, "ca");
        if (ca_.certificate && organisation_of(ca_.certificate.get()) != kOrganisation) {
            throw CaFailure{fmt::format("{} was not made by headofficed dev-ca: name another folder",
                                        ca_.certificate_file.string())};
        }
        if (!ca_.certificate && !ca_.key) {
            Subject subject{kOrganisation, "Jiaohao trial CA", Use::authority, {}, kAuthorityLifetime};
            ca_.key = make_key();
            ca_.certificate = make_certificate(subject, ca_.key.get(), nullptr, nullptr, now_);
            save(ca_);
            return;
        }
        if (!ca_.fits()) {
            throw CaFailure{
                fmt::format("{} and {} do not belong together: restore the missing one, or remove both "
                            "and every certificate signed by it",
                            ca_.certificate_file.string(), ca_.key_file.string())};
        }
        if (!valid_at(ca_.certificate.get(), now_)) {
            throw CaFailure{fmt::format("{} is not valid now: set the clock right, or name another folder",
                                        ca_.certificate_file.string())};
        }
    }

    void ensure(const std::string& name, const Subject& subject) {
        Pair pair = read_pair(options_.folder, name);
        if (pair.certificate &&
            X509_verify(pair.certificate.get(), X509_get0_pubkey(ca_.certificate.get())) != 1) {
            throw CaFailure{
                fmt::format("{} was signed by another authority: move it away, or name another folder",
                            pair.certificate_file.string())};
        }
        if (pair.fits() && valid_at(pair.certificate.get(), now_ + kRenewBefore) &&
            common_name_of(pair.certificate.get()) == subject.common_name &&
            std::all_of(subject.alt_names.begin(), subject.alt_names.end(),
                        [&](const std::string& each) { return matches(pair.certificate.get(), each); })) {
            return;
        }
        if (!pair.key) {
            pair.key = make_key();
        }
        pair.certificate =
            make_certificate(subject, pair.key.get(), ca_.certificate.get(), ca_.key.get(), now_);
        save(pair);
    }

    [[nodiscard]] std::vector<std::filesystem::path> written() && { return std::move(written_); }

  private:
    void save(const Pair& pair) {
        write(pair.key_file, pair.key.get());
        write(pair.certificate_file, pair.certificate.get());
        written_.push_back(pair.certificate_file);
        written_.push_back(pair.key_file);
    }

    const DevCaOptions& options_;
    const WallTime now_;
    Pair ca_;
    std::vector<std::filesystem::path> written_;
};

void check(const DevCaOptions& options) {
    for (const std::string& terminal : options.terminals) {
        if (!is_terminal_id(terminal)) {
            throw CaFailure{fmt::format("terminal \"{}\": an id is 1 to 32 of A-Z a-z 0-9 _ -", terminal)};
        }
    }
    if (options.server_names.empty()) {
        throw CaFailure{"name at least one server name or address"};
    }
    for (const std::string& name : options.server_names) {
        if (!is_server_name(name)) {
            throw CaFailure{fmt::format("server name \"{}\" is no host name or IP address", name)};
        }
    }
}

}  // namespace

std::filesystem::path terminal_certificate(const std::filesystem::path& folder, const std::string& terminal) {
    return folder / ("terminal-" + terminal + ".pem");
}

std::filesystem::path terminal_key(const std::filesystem::path& folder, const std::string& terminal) {
    return folder / ("terminal-" + terminal + ".key");
}

Result<DevCaFiles, std::string> make_dev_ca(const DevCaOptions& options, const Clock& clock) {
    try {
        check(options);
        std::filesystem::create_directories(options.folder);
        Authority authority(options, clock.wall());
        authority.ensure_authority();
        authority.ensure("server", {kOrganisation, options.server_names.front(), Use::server,
                                    options.server_names, kLifetime});
        for (const std::string& terminal : options.terminals) {
            authority.ensure("terminal-" + terminal, {kOrganisation, terminal, Use::client, {}, kLifetime});
        }
        return DevCaFiles{options.folder / "ca.pem", options.folder / "server.pem",
                          options.folder / "server.key", std::move(authority).written()};
    } catch (const CaFailure& failure) {
        return fail(failure.sentence);
    } catch (const std::filesystem::filesystem_error& error) {
        return fail(std::string(error.what()));
    }
}

}  // namespace jiaohao::headoffice
