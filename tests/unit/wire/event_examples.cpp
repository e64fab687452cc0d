// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/wire/event_examples.hpp"

#include <array>
#include <optional>
#include <utility>

#include "kiosk/wire/event_fields.hpp"

namespace jiaohao::test {

using namespace domain;  // NOLINT(google-build-using-namespace)
using std::chrono::seconds;

RecordedEvent recorded(Event event) {
    Envelope envelope;
    envelope.hall = HallId{"demo"};
    envelope.terminal = TerminalId{"t1"};
    envelope.epoch = EpochId{"6f1c2a7e-0000-4000-8000-000000000001"};
    envelope.seq = Seq{17};
    envelope.day = BusinessDay{std::chrono::year{2026} / 1 / 2};
    envelope.at = WallTime{Milliseconds{1767323045678}};
    envelope.boot = "0f3b7a52-1111-4222-8333-444455556666";
    envelope.mono_ms = Milliseconds{123456};
    return {std::move(envelope), std::move(event)};
}

// clang-format off
std::vector<Event> one_of_each() {
    const auto home = recorded(DayClosed{}).envelope;
    const TicketId own{home.terminal, home.epoch, Seq{9}};
    const TicketId other{TerminalId{"t2"}, EpochId{"6f1c2a7e-0000-4000-8000-000000000002"}, Seq{4}};
    const BusinessDay day{std::chrono::year{2026} / 1 / 2};
    const CounterId counter{"c1"};
    const ClerkId clerk{"zhang"};
    const ServiceId a{"a"};
    const WallTime at{Milliseconds{1767323045000}};
    return {
        EpochStarted{EpochReason::damaged, EpochId{"6f1c2a7e-0000-4000-8000-000000000000"}, {{RangeId{"a"}, 127}, {RangeId{"b"}, 200}}},
        DayOpened{day}, DayClosed{day}, ServiceOpened{a}, ServiceClosed{a},
        TicketIssued{"A027", RangeId{"a"}, 27, a, CustomerClass::priority, Channel::touch, "zh_CN", 3, ExpectedWait{seconds{300}, seconds{900}}, "replay:18"},
        TicketPrintStarted{own, 1, DeviceId{"printer"}}, TicketPrinted{own, 1, PrintProof::process_id, Milliseconds{840}},
        TicketNotPrinted{own, 1, PrintCause::paper_out}, TicketPrintUnknown{own, 1, PrintCause::link_lost},
        TicketReprinted{own, 2, PrintProof::status_after_cut, Milliseconds{910}},
        TicketCalled{own, counter, clerk, Channel::handset, 2}, TicketRecalled{own, counter, 2}, TicketNoShow{own, counter, clerk},
        TicketReturned{own}, TicketParked{own, counter, clerk}, TicketResumed{other, counter, std::nullopt},
        TicketTransferred{own, counter, a, ServiceId{"b"}}, TicketUnparked{own, counter}, TicketCancelled{own, Channel::page}, TicketExpired{other},
        ServingStarted{own, counter, clerk}, ServingFinished{own, counter, clerk, a, ServingOutcome::pending, true, Milliseconds{184000}},
        RatingRequested{own, counter, clerk, a, RatingScale::four_faces, 1},
        RatingGiven{own, counter, clerk, a, RatingScale::five_levels, 2, 3, Channel::pad},
        RatingReason{own, "waiting"}, RatingMissed{own, counter, std::nullopt, a, RatingMissedCause::time_out},
        PressRaw{DeviceId{"bus1"}, 5, 3, counter, PressFate::repeated},
        ClerkSignedIn{clerk, counter}, ClerkSignedOut{clerk, counter}, CounterOpened{counter, clerk},
        CounterPaused{counter, clerk, "午餐 \"12:00\"\n"}, CounterResumed{counter, clerk},
        CounterReady{counter, clerk, Milliseconds{41000}}, CounterClosed{counter, std::nullopt},
        HelpRequested{AlertId{"help-c1"}, counter, clerk}, MessageSent{MessageId{to_string(own)}, counter, "close_after_this"},
        MessageRead{MessageId{to_string(own)}, counter, clerk},
        AppointmentAdded{AppointmentId{"office-77"}, a, at, "402917", "crm:5531"}, AppointmentArrived{AppointmentId{"office-77"}, own, Milliseconds{-240000}},
        AppointmentMissed{AppointmentId{"office-77"}}, AppointmentCancelled{AppointmentId{"office-77"}, Channel::api},
        DiversionOffered{OfferId{to_string(own)}, DiversionId{"machine"}, a, DiversionTarget::self_service, Channel::touch, 1500, 1200},
        DiversionTaken{OfferId{to_string(own)}, DiversionId{"machine"}, a}, VisitNoted{"question", Channel::page, a},
        AlertRaised{AlertId{"7"}, "paper_low", "printer", {{"counter", "1"}, {"left", "20"}}}, AlertAcknowledged{AlertId{"7"}}, AlertResolved{AlertId{"7"}, "已换纸"},
        DeviceChanged{DeviceId{"printer"}, DeviceKind::printer, DeviceState::fault, "paper_out"},
        ClockAdjusted{WallTime{Milliseconds{-1000}}, at}, ConfigApplied{"9f86d081884c7d65"},
        Gap{{{"press.raw", 120}, {"device.changed", 3}}, at, at + seconds{60}},
        LeaseGranted{TerminalId{"t2"}, RangeId{"a"}, 101, 150},
        TicketAdopted{TicketId{TerminalId{"t2"}, EpochId{"6f1c2a7e-0000-4000-8000-000000000002"}, Seq{5}}, "A101", RangeId{"a"}, 101, ServiceId{"personal"}, CustomerClass::ordinary, Channel::touch, "zh_CN", WallTime{Milliseconds{1767322945678}}, "", PaperOutcome::printed, std::vector{ServiceId{"corporate"}}, RequestId{"t2:k-17"}},
        TicketHandedOver{own}, AskingWithdrawn{RequestId{"t2:k-18"}},
        UnknownEvent{"robot.greeted", R"({"lang":"zh_CN","n":3,"tags":["x",null,true]})"},
    };
}
// clang-format on

namespace {

/// Fills every field it is shown with any value of its type.
class Filler {
  public:
    Filler(Random& random, const Envelope& home) : random_(random), home_(home) {}

    template <class T>
    void operator()(const char* /*name*/, T& value) {
        fill(value);
    }

  private:
    void fill(std::string& value) {
        static constexpr std::array<std::string_view, 9> parts{"",   "a",    "\"", "\\", "\n",
                                                               "办", "\x7f", "😀",  "x/y"};
        value.clear();
        for (auto n = random_.below(6); n > 0; --n) {
            value += parts.at(random_.below(parts.size()));
        }
    }
    void fill(std::uint32_t& value) { value = static_cast<std::uint32_t>(random_.next()); }
    void fill(std::uint64_t& value) { value = random_.next(); }
    void fill(Seq& value) { value = Seq{1 + random_.below(1ULL << 62U)}; }
    void fill(bool& value) { value = random_.below(2) == 0; }
    void fill(Milliseconds& value) {
        value = Milliseconds{static_cast<std::int64_t>(random_.below(1ULL << 53U))};
    }
    void fill(WallTime& value) {
        value = WallTime{Milliseconds{static_cast<std::int64_t>(random_.below(1ULL << 51U)) - (1LL << 50U)}};
    }
    void fill(ExpectedWait& value) {
        value = {seconds{static_cast<std::uint32_t>(random_.next())}, seconds{random_.below(10'000)}};
    }
    void fill(BusinessDay& value) {
        value = BusinessDay{std::chrono::sys_days{std::chrono::days{random_.below(30'000)}}};
    }
    void fill(TicketId& value) {
        const bool own = random_.below(3) > 0;
        value.terminal = own ? home_.terminal : TerminalId{"t9"};
        value.epoch = random_.below(3) > 0 ? home_.epoch : EpochId{"6f1c2a7e-0000-4000-8000-00000000000f"};
        value.seq = Seq{1 + random_.below(1ULL << 62U)};
    }
    template <class Tag>
    void fill(Strong<Tag, std::string>& value) {
        std::string text;
        fill(text);
        value = Strong<Tag, std::string>{std::move(text)};
    }
    template <class T>
    void fill(std::vector<T>& value) {
        for (auto n = random_.below(3); n > 0; --n) {
            fill(value.emplace_back());
        }
    }
    template <class K, class V>
    void fill(std::map<K, V>& value) {
        for (auto n = random_.below(3); n > 0; --n) {
            K key{};
            fill(key);
            fill(value[key]);
        }
    }
    template <class T>
    void fill(std::optional<T>& value) {
        if (random_.below(2) == 0) {
            fill(value.emplace());
        }
    }
    template <class E>
    requires std::is_enum_v<E>
    void fill(E& value) {
        // Every enum of events starts at 0 and has at least two values.
        value = static_cast<E>(random_.below(2));
    }

    Random& random_;
    const Envelope& home_;
};

template <std::size_t... I>
Event random_fields(std::size_t which, Filler& filler, std::index_sequence<I...> /*types*/) {
    Event event;
    const auto try_one = [&]<std::size_t N>() {
        if (which == N) {
            wire::fields::visit(filler, event.emplace<N>());
        }
    };
    (try_one.template operator()<I>(), ...);
    return event;
}

}  // namespace

RecordedEvent random_event(Random& random, std::uint64_t seq) {
    RecordedEvent event = recorded(UnknownEvent{"robot.greeted", R"({"n":1})"});
    event.envelope.seq = Seq{seq};
    event.envelope.at +=
        Milliseconds{static_cast<std::int64_t>(random.below(100'000))} - Milliseconds{20'000};
    event.envelope.mono_ms += Milliseconds{static_cast<std::int64_t>(random.below(100'000))};
    if (random.below(8) == 0) {
        event.envelope.day =
            random.below(2) == 0 ? std::nullopt : std::optional{BusinessDay{std::chrono::year{2026} / 1 / 3}};
    }
    if (random.below(8) == 0) {
        event.envelope.boot = "0f3b7a52-1111-4222-8333-44445555ffff";
    }
    event.envelope.simulated = random.below(8) == 0;
    constexpr std::size_t kinds = std::variant_size_v<Event>;
    const auto which = random.below(kinds);
    if (which + 1 < kinds) {
        Filler filler(random, event.envelope);
        event.event = random_fields(which, filler, std::make_index_sequence<kinds - 1>{});
    }
    return event;
}

}  // namespace jiaohao::test
