// One run of kioskctl: what was asked for, and the doing of it.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <iosfwd>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kiosk/ctl/connection.hpp"
#include "kiosk/ctl/ctl.hpp"
#include "kiosk/ctl/names.hpp"
#include "kiosk/ctl/words.hpp"

namespace jiaohao::agenda {
struct Agenda;
struct Entry;
struct Reading;
}  // namespace jiaohao::agenda

namespace jiaohao::ctl {

/// Of tail, as its namesake has it: the last `count`, or from the event `count` on.
struct LineCount {
    std::uint64_t count = 10;
    bool from_there = false;
};
/// "5" and "-5": the last five; "+5": from the fifth on.
[[nodiscard]] std::optional<LineCount> read_lines(std::string_view text);

struct Options {
    std::string socket = "/run/jiaohao/api.sock";
    bool json = false;
    std::string language = language_of_environment();
    std::string texts;
    // Of the commands.
    std::string service, customer_class, reference, ticket_language, counter, to, outcome, ticket, clerk,
        pin_file, day, reason, to_counter, to_clerk, alert, done, line, printer, message, file, zone,
        appointment, code, purpose;
    std::vector<std::string> then;
    std::map<std::string, std::uint32_t> done_of;
    std::uint64_t minutes = 0;
    unsigned days = 90;
    bool dry_run = false;
    bool no_paper = false, no_rating = false, follow = false, off = false, show = false;
    unsigned level = 0;
    std::uint64_t from = 0;
    unsigned least = 1, most = 255;
    LineCount lines;
};

/// What became of the entries of a file.
struct ImportTally {
    std::size_t added = 0, known = 0, cancelled = 0, refused = 0;
    /// Refusals that were told one by one, and those that were only counted.
    std::size_t told = 0, untold = 0;
    /// That the hall is full was told.
    bool full = false;
};

/// One run of the program.
class Run {
  public:
    using Json = nlohmann::json;
    Run(Options options, Words words, std::ostream& out, std::ostream& err)
        : options_(std::move(options)),
          words_(std::move(words)),
          out_(out),
          err_(err),
          link_(options_.socket, random_) {
        link_.on_time_zone(show_times_in);
    }

    int status();
    int tickets();
    int show(const std::string& api, std::string (*report)(const Words&, const Json&));
    int tail();
    int rate();
    int pick();
    /// An order that takes nothing but options().ticket, by id or number.
    int about_ticket(const std::string& command, const std::string& api);
    int sign_in();
    /// Says how many had not been served, which the answer does not.
    int close_day();
    /// Begin it on a device and ask until it is done.
    int scan();
    int test_print();
    /// Begins a recording of options().line, ends it (off) or only tells of it (show).
    int record_line();
    /// Becomes jiaohao-line, which stands beside this program; returns only when that cannot be run.
    int line_tool(const std::string& verb, const std::vector<std::string>& rest);
    int ticket_bytes(const Result<TicketBytesReport, std::string>& done);
    /// Each entry of options().file becomes a command; what cannot is named with its line, and the rest goes in.
    int import_appointments();
    int list_appointments();
    [[nodiscard]] std::string appointment_lines(const nlohmann::json& all, const std::string& zone) const;
    /// The usual case: send, print what came of it.
    /// A counter may be given by what people call it.
    int order(const std::string& command, const std::string& api, Json args);

    const Options& options() const { return options_; }

  private:
    using Answer = Connection::Answer;
    using Ask = Result<Answer, Unreachable>;
    int lost(const Unreachable& why);
    /// `command` as in Words::refusal. `args`: people are told the value among them that was not found.
    int refused(const wire::api::RefusalText& refusal, std::string_view command = {},
                const Json& args = Json::object());
    int print(const Json& data, const std::function<std::string()>& human);
    /// After a refusal: which lines there are, when options().line is none of them.
    void name_lines();
    /// Asks again, with start = false, until `finished`.
    int ask_until(const std::string& api, Json args, const std::function<bool(const Json&)>& finished,
                  std::string (*report)(const Words&, const Json&));
    /// Asks for a snapshot, on the connection that the next call uses.
    Result<void, Unreachable> learn_names();
    /// Numbers of tickets that were issued before the first event that is shown, and are over.
    void learn_tickets(const Json& data);
    void print_events(const Json& data);
    /// How to read a file of appointments for this hall.
    Result<agenda::Reading, Unreachable> reading();
    Result<void, Unreachable> send(const agenda::Entry& entry, ImportTally& tally);
    void complain(std::size_t line, const std::string& field, const std::string& what);
    void complain(const agenda::Agenda& read);
    /// The id of a ticket given by id or number; empty when nobody has that number.
    Result<std::string, Unreachable> ticket_id();

    Options options_;
    Words words_;
    std::ostream& out_;
    std::ostream& err_;
    SystemRandom random_;
    /// Times are shown in the hall's zone, as on paper, whatever this machine is set to.
    static void show_times_in(const std::string& zone);

    Connection link_;
    Names names_;
};

}  // namespace jiaohao::ctl
