// What kioskctl tells people about what it did, what it takes and why not.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <sstream>

#include "kiosk/ctl/report.hpp"
#include "kiosk/domain/types/events.hpp"
#include "tests/support/run_program.hpp"
#include "tests/unit/api/api_fixture.hpp"

namespace jiaohao::test {
namespace {

ctl::Words words(const std::string& language) {
    return {i18n::Catalogue::load(JIAOHAO_SOURCE_DIR "/ui/i18n", "en").catalogue, language};
}

/// "epoch.started" and so on; the last alternative, UnknownEvent, has no name of its own.
template <std::size_t... Index>
std::vector<std::string> names_of_events(std::index_sequence<Index...> /*alternatives*/) {
    return {std::string(domain::type_name(domain::Event(std::in_place_index<Index>)))...};
}

TEST(EventsInWords, EveryKindHasItsOwn) {
    const auto names = names_of_events(std::make_index_sequence<std::variant_size_v<domain::Event> - 1>{});
    for (const std::string language : {"en", "zh_CN"}) {
        const auto all = words(language);
        for (const std::string& name : names) {
            EXPECT_TRUE(all.has("ctl.event." + name)) << language << " " << name;
        }
    }
}

TEST(FiguresInWords, TooFewAndOneCounterAreSaidAsPeopleSpeak) {
    const Json data{
        {"hall",
         {{"waiting", 3}, {"longest_s", 300}, {"open", 1}, {"within", {{"n", 14}, {"enough", false}}}}}};
    EXPECT_EQ(ctl::report_figures(words("en"), data),
              "Hall: 3 waiting, longest 5 min, in time: too few to say (14), 1 counter open\n");
    EXPECT_EQ(ctl::report_figures(words("zh_CN"), data),
              "全厅：3 人等候，最长 5 分钟，达标 样本不足（14 人），1 个窗口开放\n");
}

}  // namespace
}  // namespace jiaohao::test
