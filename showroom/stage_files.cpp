// The configuration of a simulated hall.
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <unistd.h>

#include "showroom/stage.hpp"

namespace jiaohao::showroom {
namespace {

/// The counter that no simulated person works at: for whoever opens the counter page, or at no counter the duty
/// manager's. PIN 1001.
constexpr std::string_view kGuestClerk = R"([[clerk]]
id = "zhang"
name = {{ zh_CN = "{}", en = "{}" }}
pin_hash = "$argon2id$v=19$m=19456,t=2,p=1$XZ2vkybctwz3SP24atmPYw$YIx5lYBOX1NkXBonRYXQ+LkY/cq7T0JI4d2f9t/c8ic"
roles = ["clerk", "manager"]

[[counter]]
id = "c00"
label = "0"
services = [{}]

)";

std::string own_text(const i18n::Catalogue& catalogue, const std::string& id, const i18n::Params& params) {
    return fmt::format("{{ zh_CN = \"{}\", en = \"{}\" }}", catalogue.text("zh_CN", id, params),
                       catalogue.text("en", id, params));
}

std::string service_toml(const PlannedService& service, std::size_t nth, const i18n::Catalogue& catalogue) {
    const std::string known = fmt::format("showroom.service.{}", nth + 1);
    const std::string id = service.queue == fmt::format("{}", 101 + nth) && catalogue.has("en", known)
                               ? known
                               : std::string("showroom.service");
    return fmt::format(
        "[[range]]\nid = \"{0}\"\nprefix = \"{1}\"\n\n[[service]]\nid = \"{0}\"\nrange = \"{0}\"\nname = "
        "{2}\n\n",
        service.id, service.prefix, own_text(catalogue, id, {{"letter", service.prefix}}));
}

}  // namespace

std::string Stage::hall_toml() const {
    const std::string names =
        fmt::format("{{ zh_CN = \"{}\", en = \"{}\" }}", hall_name("zh_CN"), hall_name("en"));
    std::string out = fmt::format(
        "[terminal]\nid = \"t1\"\nprofiles = \"{}\"\ncatalogue = \"{}\"\n\n[hall]\nid = \"showroom\"\nname = "
        "{}\n"
        "languages = [\"zh_CN\", \"en\"]\ntime_zone = \"UTC\"\n\n[rating]\ntime_out_s = {}\n"
        "reasons = [\"attitude\", \"solved\", \"communication\", \"waiting\", \"order\", \"cleanliness\", "
        "\"devices\"]\n\n",
        (setting_.root / "drivers/profiles").string(), (setting_.root / "ui/i18n").string(), names,
        kRatingSeconds);
    std::string all_services;
    for (std::size_t i = 0; i < plan_.services.size(); ++i) {
        out += service_toml(plan_.services[i], i, catalogue_);
        all_services += fmt::format("{}\"{}\"", i == 0 ? "" : ", ", plan_.services[i].id);
    }
    out += fmt::format(kGuestClerk, catalogue_.text("zh_CN", "showroom.clerk"),
                       catalogue_.text("en", "showroom.clerk"), all_services);
    std::string handsets;
    std::string pads;
    for (const PlannedCounter& counter : plan_.counters) {
        out += fmt::format(
            "[[counter]]\nid = \"{}\"\nlabel = \"{}\"\nservices = [\"{}\"]\nhandset_only = true\n\n",
            counter.id, counter.label, counter.service);
        handsets += fmt::format("[[line.handset]]\naddress = {}\ncounter = \"{}\"\n\n",
                                counter.handset_address, counter.id);
        pads +=
            fmt::format("[[line.pad]]\naddress = {}\ncounter = \"{}\"\n\n", counter.pad_address, counter.id);
    }
    const std::string folder = setting_.folder.string();
    out += fmt::format(
        "[journal]\nfolder = \"{0}/journal\"\n\n[api]\nsocket = \"{0}/api.sock\"\nsocket_mode = "
        "\"0600\"\nport = {1}\n"
        "pages = \"{2}\"\n\n[[api.grant]]\nuid = {3}\nroles = [\"manager\", \"terminal\", "
        "\"display\", \"technician\"]\n\n",
        folder, counter_port_, setting_.pages.string(), getuid());
    out +=
        fmt::format("[[printer]]\nid = \"printer\"\npath = \"{}\"\nprofile = \"{}\"\n\n",
                    simulated_printer() ? folder + "/printer" : setting_.printer, setting_.printer_profile);
    out += fmt::format("[[line]]\nid = \"bus\"\npath = \"{}\"\nprofile = \"bus-hall-a\"\n\n{}{}",
                       simulated_bus() ? folder + "/bus" : setting_.bus, handsets, pads);
    out += fmt::format(
        "[upload]\nenabled = true\nurl = \"https://127.0.0.1:{1}\"\nca = \"{0}/tls/ca.pem\"\n"
        "certificate = \"{0}/tls/terminal-t1.pem\"\nkey = \"{0}/tls/terminal-t1.key\"\nmost_age_s = "
        "1\ncontact_period_s = 10\n",
        folder, upload_port_);
    return out;
}

std::string Stage::head_office_toml() const {
    const std::string folder = setting_.folder.string();
    return fmt::format(
        "[store]\nfolder = \"{0}/headoffice\"\n\n[terminals]\nlisten = \"127.0.0.1:{1}\"\n"
        "certificate = \"{0}/tls/server.pem\"\nkey = \"{0}/tls/server.key\"\nclient_ca = \"{0}/tls/ca.pem\"\n"
        "events_per_s = 100000\nrequests_per_s = 200\ncontact_period_s = 10\n\n[readers]\nlisten = "
        "\"127.0.0.1:{2}\"\n"
        "pages = \"{3}/office\"\n\n[halls]\ntime_zone = \"UTC\"\n",
        folder, upload_port_, office_port_, setting_.pages.string());
}

}  // namespace jiaohao::showroom
