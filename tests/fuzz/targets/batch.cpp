// The first line is the address of an upload, the rest its body; as head office takes them.
// SPDX-License-Identifier: Apache-2.0
#include "kiosk/wire/batch.hpp"
#include "headoffice/ingest/address.hpp"
#include "headoffice/ingest/incoming.hpp"
#include "tests/fuzz/target.hpp"

namespace jiaohao::fuzz {
namespace {

void check_element(const wire::BatchElement& element) {
    if (element.event) {
        check(element.event->envelope.seq == element.seq, "an event stands at another's place");
        check(!element.canonical.empty(), "an event without a canonical form");
    } else {
        check(!element.problem.empty(), "an event is set aside without a word");
    }
    const WallTime now{std::chrono::milliseconds{1'767'323'045'678}};
    const auto incoming = headoffice::to_incoming(element, now, {});
    check(incoming.quarantined == !element.event.has_value(), "what cannot be read is believed");
    check(!incoming.quarantined || !incoming.day, "a day of an event that cannot be read");
}

}  // namespace

void batch(ByteView bytes) {
    Input input(bytes);
    const std::string_view path = text_of(input.line());
    static_cast<void>(headoffice::parse_contact_address(path));
    const auto given = headoffice::parse_events_address(path);
    const headoffice::EventsAddress address = given.value_or(
        headoffice::EventsAddress{domain::TerminalId{"t1"}, domain::EpochId{"e1"}, domain::Seq{1}});
    const auto decoded =
        wire::decode_batch(text_of(input.rest()), address.terminal, address.epoch, address.first);
    if (!decoded) {
        check(!decoded.error().problem.empty(), "a batch is refused without a word");
        return;
    }
    check(!decoded->elements.empty() && decoded->elements.size() <= wire::kMostBatchEvents,
          "a batch without bounds");
    static_cast<void>(headoffice::holds_simulated(*decoded));
    std::uint64_t seq = address.first.get();
    for (const auto& element : decoded->elements) {
        check(element.seq.get() == seq++, "events do not follow one another");
        check_element(element);
    }
}

}  // namespace jiaohao::fuzz
