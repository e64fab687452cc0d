// When the duty manager is told that records do not reach head office, and until when.
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <filesystem>

#include "kiosk/daemon/upload_alert.hpp"
#include "kiosk/i18n/catalogue.hpp"

namespace jiaohao::daemon {
namespace {

/// Notes what it is asked; answers the question for a snapshot when told to.
class NotingHall final : public service::Hall {
  public:
    bool submit(domain::RequestId /*id*/, domain::Command command, service::OnOutcome done) override {
        if (full) {
            return false;
        }
        asked.push_back(std::move(command));
        done_ = std::move(done);
        return true;
    }
    /// To what was asked last.
    void does(const service::Outcome& outcome = domain::Answer{}) { done_(outcome); }
    void refuses(domain::RefusalCode why) { done_(fail(domain::Refusal{why, {}})); }
    bool snapshot(std::function<void(const service::Snapshot&)> deliver) override {
        deliver_ = std::move(deliver);
        return true;
    }
    void answer(bool open) {
        auto state = std::make_shared<domain::HallState>();
        if (open) {
            state->alerts[domain::AlertId{"upload_refused"}] = {};
        }
        deliver_(service::Snapshot{{}, std::move(state), {}, {}});
    }

    std::vector<domain::Command> asked;
    bool full = false;

  private:
    service::OnOutcome done_;
    std::function<void(const service::Snapshot&)> deliver_;
};

upload::UploadStatus held(upload::Alarm alarm) {
    upload::UploadStatus status;
    status.alarms.push_back({alarm, std::nullopt, "HTTP 403"});
    return status;
}

TEST(UploadAlertOfTheHall, IsRaisedOnceAndEndsWhenTheUploadGoesOn) {
    NotingHall hall;
    UploadAlert alert(hall);
    alert.look({});
    EXPECT_TRUE(hall.asked.empty()) << "nothing is wrong";
    alert.look(held(upload::Alarm::unauthorised));
    hall.does();
    alert.look(held(upload::Alarm::untrusted));
    ASSERT_EQ(hall.asked.size(), 1U);
    const auto raised = std::get<domain::RaiseAlert>(hall.asked[0]);
    EXPECT_EQ(raised.code, "upload_refused");
    EXPECT_EQ(raised.params.at("code"), "unauthorised");
    alert.look({});
    ASSERT_EQ(hall.asked.size(), 2U);
    EXPECT_EQ(std::get<domain::ResolveAlert>(hall.asked[1]).alert, raised.alert);
    EXPECT_EQ(std::get<domain::ResolveAlert>(hall.asked[1]).done, "upload_goes_on");
    hall.does();
    alert.look(held(upload::Alarm::clone));
    EXPECT_EQ(hall.asked.size(), 3U) << "another trouble is told anew";
    const auto words = i18n::Catalogue::load(std::filesystem::path(JIAOHAO_SOURCE_DIR) / "ui/i18n").catalogue;
    for (const char* language : {"en", "zh_CN"}) {
        EXPECT_TRUE(words.has(language, "alert." + raised.code)) << language;
    }
}

TEST(UploadAlertOfTheHall, OfAnEarlierProcessEndsUnlessTheSameIsFoundAnew) {
    NotingHall hall;
    UploadAlert alert(hall);
    alert.start();
    hall.answer(false);
    EXPECT_TRUE(hall.asked.empty()) << "there is none";
    alert.start();
    hall.answer(true);
    ASSERT_EQ(hall.asked.size(), 1U);
    EXPECT_EQ(std::get<domain::ResolveAlert>(hall.asked[0]).done, "started_anew");
    hall.does();
    alert.start();
    alert.look(held(upload::Alarm::unauthorised));
    hall.answer(true);
    EXPECT_EQ(hall.asked.size(), 2U) << "found before the hall said what is open: it stays";
}

TEST(UploadAlertOfTheHall, WhatTheHallCouldNotTakeIsToldAgain) {
    NotingHall hall;
    UploadAlert alert(hall);
    hall.full = true;
    alert.look(held(upload::Alarm::clone));
    hall.full = false;
    alert.look_again();
    ASSERT_EQ(hall.asked.size(), 1U);
    alert.look_again();
    EXPECT_EQ(hall.asked.size(), 1U) << "it has not answered yet";
    hall.refuses(domain::RefusalCode::journal_failed);
    alert.look_again();
    ASSERT_EQ(hall.asked.size(), 2U);
    hall.does();
    alert.look_again();
    EXPECT_EQ(hall.asked.size(), 2U);
    alert.look({});
    hall.refuses(domain::RefusalCode::journal_full);
    alert.look_again();
    ASSERT_EQ(hall.asked.size(), 4U);
    hall.refuses(domain::RefusalCode::alert_unknown);
    alert.look_again();
    EXPECT_EQ(hall.asked.size(), 4U) << "somebody closed it by hand";
}

}  // namespace
}  // namespace jiaohao::daemon
