// The real uploader against a real headofficed, with mutual TLS, kills, cut connections and hostile requests.
// SPDX-License-Identifier: Apache-2.0
#include <curl/curl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/stat.h>
#include <zstd.h>

#include <functional>
#include <set>

#include "headoffice/store/sqlite_store.hpp"
#include "kiosk/upload/messages.hpp"
#include "kiosk/upload/uploader.hpp"
#include "tests/e2e/upload/head_office_process.hpp"
#include "tests/unit/upload/fakes.hpp"

namespace jiaohao::e2e {
namespace {

using namespace std::chrono_literals;
using upload::HttpReply;
using upload::HttpRequest;
using upload::testing::MemoryOutbox;

const std::string kEpoch = "0f0e0d0c-0000-4000-8000-000000000001";
const std::string kNext = "0f0e0d0c-0000-4000-8000-000000000002";

/// Head office is a real process with a real clock, and sets far days apart.
const domain::BusinessDay kToday = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());

/// Real processes are waited for by condition, with a bound far beyond what they need.
bool eventually(const std::function<bool()>& condition) {
    for (int n = 0; n < 12'000; ++n) {
        if (condition()) {
            return true;
        }
        poll(nullptr, 0, 10);
    }
    return false;
}

upload::UploadOptions quick_options() {
    upload::UploadOptions options;
    options.hall = domain::HallId{"north"};
    options.terminal = domain::TerminalId{"t1"};
    options.batch.most_events = 100;
    options.batch.most_age = 50ms;
    options.retry.base = 5ms;
    options.retry.cap = 100ms;
    options.retry.most_retry_after = 1s;
    options.look_every = 100ms;
    return options;
}

class Upload : public ::testing::Test {
  protected:
    Upload() { outbox_.day = kToday; }

    [[nodiscard]] std::unique_ptr<upload::Uploader> uploader(std::uint16_t port) {
        return std::make_unique<upload::Uploader>(outbox_, office_.transport("t1", port), clock_, random_,
                                                  Log(sink_, "test"), quick_options());
    }
    /// Head office's own file, once it has stopped.
    void expect_stored(std::uint64_t last) {
        headoffice::SqliteStoreOptions options;
        options.file = office_.folder() / "store/headoffice.db";
        auto store = headoffice::SqliteStore::open(options);
        ASSERT_TRUE(store.has_value()) << store.error().detail;
        const auto coverage = (*store)->coverage().value();
        ASSERT_EQ(coverage.size(), 1U);
        EXPECT_EQ(coverage[0].stored_to.get(), last);
        const auto events = (*store)->events_of({domain::HallId{"north"}, kToday}).value();
        ASSERT_EQ(events.size(), last);
        for (std::uint64_t seq = 1; seq <= last; ++seq) {
            ASSERT_EQ(events[seq - 1], MemoryOutbox::event(kEpoch, seq, kToday));
        }
    }

    NullSink sink_;
    SystemClock clock_;
    SeededRandom random_{11};
    MemoryOutbox outbox_;
    HeadOfficeProcess office_;
};

TEST_F(Upload, EveryEventArrivesOnceAndInOrderThroughKillsAndCutConnections) {
    constexpr std::uint64_t kEvents = 5000;
    CuttingProxy proxy(3);
    office_.start();
    proxy.target = office_.port();
    const auto sender = uploader(proxy.port());
    sender->start();
    for (std::uint64_t part = 1; part <= 5; ++part) {
        outbox_.append(kEpoch, kEvents / 5);
        sender->notify_new_events();
        ASSERT_TRUE(
            eventually([&] { return outbox_.acknowledged(kEpoch) > kEvents / 5 * (part - 1) + 300; }));
        office_.kill_hard();
        office_.start();
        proxy.target = office_.port();
    }
    ASSERT_TRUE(eventually([&] { return outbox_.acknowledged(kEpoch) == kEvents; }));
    sender->stop();
    EXPECT_GT(proxy.cuts(), 3);
    EXPECT_GT(sender->status().failed, 3U);
    EXPECT_TRUE(sender->status().alarms.empty());
    EXPECT_EQ(office_.stop(), 0);
    expect_stored(kEvents);
}

TEST_F(Upload, ARestartedUploaderSendsAgainWhatItCannotKnowAndNothingIsStoredTwice) {
    office_.start();
    outbox_.append(kEpoch, 700);
    {
        const auto sender = uploader(office_.port());
        sender->start();
        ASSERT_TRUE(eventually([&] { return outbox_.acknowledged(kEpoch) >= 300; }));
    }
    outbox_.cut(kEpoch, 700);
    const auto sender = uploader(office_.port());
    sender->start();
    ASSERT_TRUE(eventually([&] { return outbox_.acknowledged(kEpoch) == 700; }));
    ASSERT_TRUE(eventually([&] { return sender->status().last_contact.has_value(); }));
    sender->stop();
    EXPECT_EQ(office_.stop(), 0);
    expect_stored(700);
}

TEST_F(Upload, AClonedJournalIsAnAlarmAndItsNewEpochIsTaken) {
    office_.start();
    outbox_.append(kEpoch, 200);
    auto sender = uploader(office_.port());
    sender->start();
    ASSERT_TRUE(eventually([&] { return outbox_.acknowledged(kEpoch) == 200; }));
    sender->stop();
    outbox_.cut(kEpoch, 250);
    outbox_.alter = [](domain::RecordedEvent& event) {
        if (event.envelope.epoch.get() == kEpoch) {
            event.event = domain::ServiceClosed{domain::ServiceId{"other"}};
        }
    };
    outbox_.append(kNext, 150);
    sender = uploader(office_.port());
    sender->start();
    ASSERT_TRUE(eventually([&] { return outbox_.acknowledged(kNext) == 150; }));
    const auto status = sender->status();
    ASSERT_EQ(status.alarms.size(), 1U);
    EXPECT_EQ(status.alarms[0].alarm, upload::Alarm::clone);
    EXPECT_EQ(outbox_.acknowledged(kEpoch), 0U);
}

TEST_F(Upload, TwoTerminalsFromOneDiskAreNotMixedAndWhatIsRefusedStaysWithItsTerminal) {
    office_.start();
    outbox_.append(kEpoch, 450);
    auto sender = uploader(office_.port());
    sender->start();
    ASSERT_TRUE(eventually([&] { return outbox_.acknowledged(kEpoch) == 450; }));
    sender->stop();
    // The other was copied with 250 events, none of them confirmed, and has had customers of its own since.
    MemoryOutbox twin;
    twin.day = kToday;
    twin.append(kEpoch, 480);
    twin.alter = [](domain::RecordedEvent& event) {
        if (event.envelope.seq.get() > 250) {
            event.event = domain::ServiceClosed{domain::ServiceId{"other"}};
        }
    };
    upload::Uploader other(twin, office_.transport("t1", office_.port()), clock_, random_, Log(sink_, "test"),
                           quick_options());
    other.start();
    ASSERT_TRUE(eventually([&] { return !other.status().alarms.empty(); }));
    other.stop();
    EXPECT_EQ(other.status().alarms[0].alarm, upload::Alarm::clone);
    EXPECT_NE(other.status().alarms[0].detail.find("seq 251"), std::string::npos)
        << other.status().alarms[0].detail;
    EXPECT_EQ(twin.acknowledged(kEpoch), 200U);
    EXPECT_EQ(other.status().backlog_events, 280U);
    EXPECT_EQ(office_.stop(), 0);
    expect_stored(450);
}

TEST_F(Upload, AFullHeadOfficeLosesNothingAndTakesTheRestWhenItHasRoomAgain) {
    constexpr std::uint64_t kEvents = 6000;
    office_.configure("[store]\nquota_mib = 1\nleast_free_mib = 0\n");
    office_.start();
    outbox_.append(kEpoch, kEvents);
    const auto full = uploader(office_.port());
    full->start();
    ASSERT_TRUE(eventually([&] {
        const auto status = full->status();
        return status.last_error && status.last_error->status == 503;
    }));
    full->stop();
    EXPECT_LT(outbox_.acknowledged(kEpoch), kEvents);
    EXPECT_EQ(full->status().backlog_events, kEvents - outbox_.acknowledged(kEpoch));
    const auto reply =
        office_.transport("t1", office_.port())
            ->perform(upload::encode_request(outbox_
                                                 .read(domain::EpochId{kEpoch},
                                                       domain::Seq{outbox_.acknowledged(kEpoch) + 1}, 1000, 0)
                                                 .value(),
                                             false, 1U << 20U)
                          .request);
    EXPECT_EQ(upload::parse_problem(reply.body).type, "full");
    EXPECT_EQ(reply.retry_after, "30");
    EXPECT_EQ(office_.stop(), 0);
    office_.configure("");
    office_.start();
    const auto again = uploader(office_.port());
    again->start();
    ASSERT_TRUE(eventually([&] { return outbox_.acknowledged(kEpoch) == kEvents; }));
    again->stop();
    EXPECT_EQ(office_.stop(), 0);
    expect_stored(kEvents);
}

/// GET of the terminals' port by a client that has no certificate at all.
CURLcode without_certificate(std::uint16_t port) {
    const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> handle(curl_easy_init(), &curl_easy_cleanup);
    const std::string url = fmt::format("https://127.0.0.1:{}/v1/terminals/t1/contact", port);
    curl_easy_setopt(handle.get(), CURLOPT_URL, url.c_str());
    curl_easy_setopt(handle.get(), CURLOPT_NOBODY, 1L);
    curl_easy_setopt(handle.get(), CURLOPT_TIMEOUT_MS, 30'000L);
    // Whom it talks to is not the question here, but whether it is let in.
    curl_easy_setopt(handle.get(), CURLOPT_SSL_VERIFYPEER, 0L);
    curl_easy_setopt(handle.get(), CURLOPT_SSL_VERIFYHOST, 0L);
    return curl_easy_perform(handle.get());
}

/// One request at a time, as no uploader would send it.
class Requests : public Upload {
  protected:
    void SetUp() override { office_.start(); }

    [[nodiscard]] static HttpRequest batch(std::uint64_t first, std::uint64_t last, unsigned variant = 0) {
        std::vector<domain::RecordedEvent> events;
        for (std::uint64_t seq = first; seq <= last; ++seq) {
            events.push_back(MemoryOutbox::event(kEpoch, seq));
            if (variant != 0) {
                events.back().event = domain::ServiceOpened{domain::ServiceId{"v" + std::to_string(variant)}};
            }
        }
        return upload::encode_request(std::move(events), false, 1U << 20U).request;
    }
    [[nodiscard]] static HttpRequest plain(std::uint64_t first, std::string body) {
        return {
            "PUT", fmt::format("/v1/terminals/t1/epochs/{}/events/{}", kEpoch, first), {}, std::move(body)};
    }
    [[nodiscard]] HttpReply send(const HttpRequest& request, const std::string& terminal = "t1") {
        return office_.transport(terminal, office_.port())->perform(request);
    }
    [[nodiscard]] std::string refused(const HttpRequest& request) {
        const HttpReply reply = send(request);
        return fmt::format("{} {}", reply.status, upload::parse_problem(reply.body).type);
    }
};

TEST_F(Requests, AreTakenAgainWithTheSameAnswerAndCutAnew) {
    EXPECT_EQ(upload::parse_stored(send(batch(1, 10)).body)->stored_to.get(), 10U);
    EXPECT_EQ(upload::parse_stored(send(batch(1, 10)).body)->stored_to.get(), 10U);
    EXPECT_EQ(upload::parse_stored(send(batch(7, 15)).body)->stored_to.get(), 15U);
    const HttpReply gap = send(batch(20, 22));
    EXPECT_EQ(gap.status, 409);
    EXPECT_EQ(upload::parse_problem(gap.body).want, domain::Seq{16});
    EXPECT_EQ(refused(batch(9, 16, 1)), "422 clone");
    EXPECT_EQ(upload::parse_stored(send(batch(16, 16)).body)->stored_to.get(), 16U);
}

TEST_F(Requests, OfAnotherTerminalAreForbiddenAndOfAnUnknownAuthorityNeverSpokenTo) {
    const HttpReply other = send(batch(1, 3), "t2");
    EXPECT_EQ(other.status, 403);
    EXPECT_EQ(upload::parse_problem(other.body).type, "wrong-terminal");
    const HeadOfficeProcess stranger;
    upload::CurlOptions options;
    options.address = fmt::format("https://127.0.0.1:{}", office_.port());
    options.ca_file = (office_.folder() / "tls/ca.pem").string();
    options.certificate_file = (stranger.folder() / "tls/terminal-t1.pem").string();
    options.key_file = (stranger.folder() / "tls/terminal-t1.key").string();
    EXPECT_NE(upload::CurlTransport::make(options).value()->perform(batch(1, 3)).kind,
              HttpReply::Kind::answered);
    EXPECT_NE(without_certificate(office_.port()), CURLE_OK);
    // The other way round: a head office that this terminal has no reason to trust.
    options.certificate_file = (office_.folder() / "tls/terminal-t1.pem").string();
    options.key_file = (office_.folder() / "tls/terminal-t1.key").string();
    options.ca_file = (stranger.folder() / "tls/ca.pem").string();
    EXPECT_EQ(upload::CurlTransport::make(options).value()->perform(batch(1, 3)).kind,
              HttpReply::Kind::untrusted);
    EXPECT_EQ(upload::parse_stored(send(batch(1, 3)).body)->stored_to.get(), 3U);
}

/// The same authority signs terminals too: a stolen terminal key must not pass for head office.
TEST_F(Requests, GoToHeadOfficeUnderItsOwnNameOnly) {
    EXPECT_EQ(office_.stop(), 0);
    const auto tls = office_.folder() / "tls";
    std::filesystem::remove(tls / "server.pem");
    EXPECT_EQ(run_program({std::string(JIAOHAO_BINARY_DIR) + "/bin/headofficed", "dev-ca", "--folder",
                           tls.string(), "--server-name", "other.example"}),
              0);
    office_.start();
    EXPECT_EQ(send(batch(1, 3)).kind, HttpReply::Kind::untrusted);
}

TEST_F(Requests, MoreOftenThanAllowedAreToldWhenToComeAgain) {
    EXPECT_EQ(office_.stop(), 0);
    office_.configure("[terminals]\nrequests_per_s = 1\n");
    office_.start();
    const auto terminal = office_.transport("t1", office_.port());
    HttpReply reply;
    for (int n = 0; n < 200 && reply.status != 429; ++n) {
        reply = terminal->perform(batch(1, 3));
    }
    EXPECT_EQ(reply.status, 429);
    EXPECT_EQ(upload::parse_problem(reply.body).type, "rate");
    EXPECT_GE(upload::parse_retry_after(reply.retry_after).value_or(std::chrono::seconds{0}).count(), 1);
    auto other = MemoryOutbox::event(kEpoch, 1);
    other.envelope.terminal = domain::TerminalId{"t2"};
    EXPECT_EQ(send(upload::encode_request({other}, false, 1U << 20U).request, "t2").status, 200)
        << "others are not held up";
}

TEST_F(Requests, ThatCannotBeReadAreRefusedByNameAndNothingElseSuffers) {
    EXPECT_EQ(refused(plain(1, "garbage")), "400 bad-envelope");
    EXPECT_EQ(refused(plain(1, "")), "400 bad-envelope");
    EXPECT_EQ(refused(plain(1, "{}")), "400 bad-envelope");
    HttpRequest cut = batch(1, 50);
    cut.body.resize(cut.body.size() / 2);
    EXPECT_EQ(refused(cut), "400 bad-envelope");
    HttpRequest bomb = plain(1, "");
    const std::string zeros(std::size_t{64} << 20U, '0');
    bomb.body.resize(ZSTD_compressBound(zeros.size()));
    bomb.body.resize(ZSTD_compress(bomb.body.data(), bomb.body.size(), zeros.data(), zeros.size(), 3));
    bomb.headers = {{"Content-Encoding", "zstd"}};
    EXPECT_EQ(refused(bomb), "413 too-large");
    HttpRequest strange = plain(1, "x");
    strange.headers = {{"Content-Encoding", "br"}};
    EXPECT_EQ(refused(strange), "415 content-coding");
    HttpRequest wrong = batch(1, 2);
    wrong.method = "POST";
    EXPECT_EQ(refused(wrong), "405 method");
    wrong.path = "/v1/nothing";
    EXPECT_EQ(refused(wrong), "404 not-found");
    // What the server answers before the interface sees it has the same form.
    wrong.path = "/v1/%zz";
    EXPECT_EQ(refused(wrong), "400 bad-request");
    wrong.headers = {{"X-Long", std::string(9000, 'x')}};
    EXPECT_EQ(refused(wrong), "431 header-too-large");
    // Too large for the server itself: refused before the body is read, so the answer may be lost with the
    // connection.
    const HttpReply huge = send(plain(1, std::string(std::size_t{3} << 20U, 'x')));
    EXPECT_TRUE(huge.status == 413 || huge.kind == HttpReply::Kind::failed) << huge.status;
    EXPECT_EQ(upload::parse_stored(send(batch(1, 3)).body)->stored_to.get(), 3U);
}

TEST_F(Requests, WithAPoisonedEventPassAndItIsNamed) {
    const std::string body =
        R"({"batch":1,"first":1,"hall":"north","v":1,"day":"2026-03-01","at":1,"boot":"b","mono":1,"sim":false,"events":[)"
        R"({"type":"service.opened","data":{"service":"a"}},{"type":"service.opened","data":{"service":7}},)"
        R"({"type":"service.closed","data":{"service":"a"}}]})";
    const auto answer = upload::parse_stored(send(plain(1, body)).body);
    ASSERT_TRUE(answer.has_value());
    EXPECT_EQ(answer->stored_to.get(), 3U);
    EXPECT_EQ(answer->quarantined, std::vector<domain::Seq>{domain::Seq{2}});
}

TEST_F(Requests, OfASimulatedDayAreRefusedUnlessHeadOfficeIsPartOfIt) {
    auto event = MemoryOutbox::event(kEpoch, 1);
    event.envelope.simulated = true;
    const HttpRequest request = upload::encode_request({event}, false, 1U << 20U).request;
    EXPECT_EQ(refused(request), "422 simulation");
    EXPECT_EQ(office_.stop(), 0);
    office_.start(true);
    EXPECT_EQ(send(request).status, 200);
}

TEST(DevCa, KeepsWhatIsThereAndLeavesAForeignAuthorityAlone) {
    const HeadOfficeProcess office;
    const auto tls = office.folder() / "tls";
    const std::string program = std::string(JIAOHAO_BINARY_DIR) + "/bin/headofficed";
    const auto before = std::filesystem::last_write_time(tls / "server.pem");
    EXPECT_EQ(run_program({program, "dev-ca", "--folder", tls.string(), "--terminal", "t1,t2,t3"}), 0);
    EXPECT_EQ(std::filesystem::last_write_time(tls / "server.pem"), before);
    for (const char* key : {"ca.key", "server.key", "terminal-t3.key"}) {
        struct stat info {};
        ASSERT_EQ(stat((tls / key).c_str(), &info), 0) << key;
        EXPECT_EQ(info.st_mode & 0777U, 0600U) << key;
    }
    const HeadOfficeProcess stranger;
    const auto replace = std::filesystem::copy_options::overwrite_existing;
    std::filesystem::copy_file(stranger.folder() / "tls/server.pem", tls / "server.pem", replace);
    EXPECT_EQ(run_program({program, "dev-ca", "--folder", tls.string()}), 2);
    std::filesystem::remove(tls / "ca.key");
    EXPECT_EQ(run_program({program, "dev-ca", "--folder", tls.string()}), 2);
    EXPECT_EQ(run_program({program, "dev-ca", "--folder", tls.string(), "--terminal", "no/slash"}), 2);
}

}  // namespace
}  // namespace jiaohao::e2e
