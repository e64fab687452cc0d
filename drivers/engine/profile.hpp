// What is known of one model of pad, handset or display: its line, the shapes of its frames, what it says, what
// can be said to it, and who speaks when. Read from drivers/profiles/*.toml by load_device_profile().
// Plain values; share them as `const`.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "drivers/engine/pattern.hpp"
#include "drivers/frames/shape.hpp"
#include "drivers/line/serial_setting.hpp"
#include "kiosk/ports/hall_bus.hpp"

namespace jiaohao::drivers::engine {

enum class Role : std::uint8_t { handset, pad, display };
[[nodiscard]] std::string_view code(Role role);

/// event: devices speak first. poll: the host asks each in turn, devices only answer. prompt: the host prompts
/// one device, which may then speak until Talk::prompt_time is over.
enum class Turn : std::uint8_t { event, poll, prompt };
[[nodiscard]] std::string_view code(Turn turn);

struct LineRules {
    /// Baud, bits, parity, flow control; the path stays empty.
    SerialSetting port;
    /// Silence that ends a frame, and silence kept before the host speaks.
    std::chrono::milliseconds inter_byte{50};
    std::chrono::milliseconds turn_around{5};
    /// The line gives back what the host sends (two-wire RS-485 without receiver switching).
    bool own_echo = false;
    /// A break of so long goes before every frame of the host; zero: none.
    std::chrono::milliseconds break_before{0};
};

struct AddressRules {
    std::uint32_t least = 0;
    std::uint32_t most = 0xFF;
    std::optional<std::uint32_t> broadcast;
};

struct TalkRules {
    Turn turn = Turn::event;
    /// How long a device waits for its answer before it sends again, and how often. Zero: it never does.
    std::chrono::milliseconds device_retry{500};
    std::uint32_t device_retries = 3;
    /// The same press within this of its answer or last repeat is the same press.
    std::chrono::milliseconds repeat_window{700};
    /// The device tells when a key is let go (a meaning `released`): until then it is one press.
    bool tells_release = false;
    /// How long the host waits for the answer to what has Utterance::replies, from its last byte on, and how
    /// often it sends again.
    std::chrono::milliseconds reply_time{200};
    std::uint32_t host_retries = 1;
    /// poll: least time from one question to a device to the next one to it.
    std::chrono::milliseconds poll_every{0};
    /// poll: least time from the beginning of a round of questions to that of the next one. A person takes an answer
    /// within 100 ms for one at once. Of several profiles on a line the shortest counts.
    std::chrono::milliseconds least_round{100};
    /// prompt: how long the device may answer after `rating_start`. Zero: without end.
    std::chrono::seconds prompt_time{0};
    /// prompt: a press that nobody prompted for counts.
    bool unsolicited = true;
    /// The host says `keep_alive` this often; zero: never.
    std::chrono::seconds keep_alive{0};
    /// Not heard for so long; zero: silence means nothing.
    std::chrono::seconds stale_after{0};
    std::chrono::seconds lost_after{0};
};

/// What one key means.
struct Press {
    Role role = Role::handset;
    /// handset.
    ports::HandsetKey key{};
    /// pad: 1 worst .. n best.
    std::uint32_t level = 0;
    friend bool operator==(const Press&, const Press&) = default;
};
/// "handset.call", "pad.4".
[[nodiscard]] std::string code(const Press& press);
[[nodiscard]] std::optional<Press> press_from_code(std::string_view text);

enum class What : std::uint8_t {
    press,     ///< one press
    latched,   ///< bits that stay set until cleared; each set bit is a press
    inputs,    ///< bits as they are now; a bit that becomes set is a press
    counters,  ///< numbers that grow by one with each press
    released,  ///< the key was let go
    ack,       ///< the device took what it was told
    nak,       ///< it did not
    alive,     ///< a sign of life
    version,   ///< the device tells what it is
    exception  ///< it answers with an error code
};
[[nodiscard]] std::string_view code(What what);

/// A rule: frames of this shape, command and data mean this. The first rule that fits counts.
struct MeaningRule {
    std::string name;
    /// Place in DeviceProfile::shapes.
    std::uint16_t shape = 0;
    std::optional<std::uint32_t> command;
    Pattern data;
    What what = What::press;
    /// press: always this one.
    std::optional<Press> press;
    /// press without a fixed one: by the captured key. latched, inputs: by bit (0 lowest). counters: by place
    /// of the capture (0 first).
    std::map<std::uint32_t, Press> keys;
    /// counters: they wrap after so many values.
    std::uint64_t modulus = 0;
    /// What the host says once a press is safe: the frame itself, or a saying. Neither: nothing.
    bool answer_echo = false;
    std::optional<std::size_t> answer_saying;
    /// What it says when the hall could not take the press.
    std::optional<std::size_t> refuse_saying;
};

/// One frame of a saying.
struct SayingFrame {
    std::uint16_t shape = 0;
    /// Nothing: that of the frame being answered.
    std::optional<std::uint32_t> command;
    Template data;
    /// Places in DeviceProfile::meanings: what counts as the device's reply to this frame. Empty: no reply.
    std::vector<std::size_t> replies;
};

/// Something the host can say. Names the driver knows stand in kSayings; others are answers of a rule.
struct Saying {
    std::string name;
    std::vector<SayingFrame> frames;
};

namespace sayings {
inline constexpr std::string_view kNumber = "number";
inline constexpr std::string_view kBlank = "blank";
inline constexpr std::string_view kWaiting = "waiting";
inline constexpr std::string_view kText = "text";
inline constexpr std::string_view kBeep = "beep";
inline constexpr std::string_view kRatingStart = "rating_start";
inline constexpr std::string_view kRatingStop = "rating_stop";
/// Each frame is one question; asked in turn.
inline constexpr std::string_view kPoll = "poll";
/// Asked when a device is new on the line, and by the address scan.
inline constexpr std::string_view kVersion = "version";
/// Clears the latched bits whose presses are safe.
inline constexpr std::string_view kClearLatch = "clear_latch";
inline constexpr std::string_view kKeepAlive = "keep_alive";
}  // namespace sayings
/// All of the names above.
[[nodiscard]] const std::vector<std::string_view>& known_sayings();

/// One frame (or several) and what it means; the test suite runs them all. See drivers/profiles/README.md.
struct Example {
    std::string name;
    bool from_device = true;
    Bytes bytes;
    std::string means;
    /// host: to whom it is said.
    std::uint32_t address = 0;
    /// device: the host's answer once the press is safe; nothing: not checked.
    std::optional<Bytes> answer;
};

struct DeviceProfile {
    std::string id;
    std::string name;
    std::string maker;
    /// Where the facts come from.
    std::string source;
    std::vector<Role> roles;
    LineRules line;
    AddressRules address;
    TalkRules talk;
    std::vector<frames::Shape> shapes;
    std::vector<MeaningRule> meanings;
    std::vector<Saying> sayings;
    std::vector<Example> examples;

    [[nodiscard]] bool plays(Role role) const;
    /// Null when the profile has none of that name.
    [[nodiscard]] const Saying* saying(std::string_view saying_name) const;
};

[[nodiscard]] std::string_view code(ports::HandsetKey key);
[[nodiscard]] std::optional<ports::HandsetKey> handset_key_from_code(std::string_view text);

}  // namespace jiaohao::drivers::engine
