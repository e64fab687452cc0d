// Reading the texts of patterns and templates.
// SPDX-License-Identifier: Apache-2.0
#include "drivers/engine/pattern.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "drivers/frames/number.hpp"

namespace jiaohao::drivers::engine {
namespace {

constexpr std::array<std::string_view, 9> kForms{"big",   "little", "decimal", "hex", "digits",
                                                 "ascii", "gb2312", "gbk",     "utf8"};
constexpr std::array<std::string_view, 10> kFields{"number", "waiting", "text", "address", "key",
                                                   "count",  "bits",    "rest", "code",    "data"};
constexpr std::size_t kMostSteps = 300;
constexpr std::size_t kMostWidth = 256;

template <class Enum, std::size_t N>
std::optional<Enum> named(const std::array<std::string_view, N>& names, std::string_view text) {
    const auto found = std::find(names.begin(), names.end(), text);
    if (found == names.end()) {
        return std::nullopt;
    }
    return static_cast<Enum>(found - names.begin());
}

bool is_text_form(Form form) {
    return form == Form::ascii || form == Form::gb2312 || form == Form::gbk || form == Form::utf8;
}

std::optional<std::uint8_t> byte_from_hex(std::string_view text) {
    std::uint8_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
    if (text.size() != 2 || error != std::errc{} || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return value;
}

using Steps = std::vector<Step>;

class Reader {
  public:
    Reader(std::string_view text, bool pattern) : text_(text), pattern_(pattern) {}

    Result<Steps, PatternFault> run() {
        while (fault_.empty() && skip_spaces()) {
            if (text_[at_] == '{') {
                field();
            } else if (text_[at_] == '\'') {
                literal();
            } else {
                word();
            }
            if (steps_.size() > kMostSteps) {
                fault_ = fmt::format("is longer than {} bytes", kMostSteps);
            }
        }
        if (!fault_.empty()) {
            return fail(std::move(fault_));
        }
        return std::move(steps_);
    }

  private:
    bool skip_spaces() {
        while (at_ < text_.size() && text_[at_] == ' ') {
            ++at_;
        }
        return at_ < text_.size();
    }
    void literal() {
        const std::size_t end = text_.find('\'', at_ + 1);
        if (end == std::string_view::npos) {
            fault_ = "a text begun by ' has no end; needed: a second '";
            return;
        }
        for (const char c : text_.substr(at_ + 1, end - at_ - 1)) {
            byte(static_cast<std::uint8_t>(c));
        }
        at_ = end + 1;
    }
    void byte(std::uint8_t value) {
        Step step;
        step.byte = value;
        steps_.push_back(step);
    }
    void word() {
        const std::size_t end = std::min(text_.find_first_of(" {'", at_), text_.size());
        const std::string_view word = text_.substr(at_, end - at_);
        at_ = end;
        Step step;
        if (pattern_ && word == "??") {
            step.kind = Step::Kind::any_byte;
            steps_.push_back(step);
        } else if (pattern_ && word == "..") {
            step.kind = Step::Kind::any_run;
            step.width = 0;
            steps_.push_back(step);
        } else if (const auto value = byte_from_hex(word)) {
            byte(*value);
        } else {
            fault_ =
                fmt::format("\"{}\" is not understood; allowed: pairs of hex digits, 'text', {}", word,
                            pattern_ ? "?? (any byte), .. (any run), {key}, {count}, {bits}, {code}, {text}"
                                     : "a value in braces such as {number:digits:3:0A}");
        }
    }
    void field() {
        const std::size_t end = text_.find('}', at_);
        if (end == std::string_view::npos) {
            fault_ = "a value begun by { has no end; needed: }";
            return;
        }
        std::string_view inside = text_.substr(at_ + 1, end - at_ - 1);
        at_ = end + 1;
        std::vector<std::string_view> words;
        for (std::size_t colon = 0; colon != std::string_view::npos;) {
            colon = inside.find(':');
            words.push_back(inside.substr(0, colon));
            inside.remove_prefix(
                std::min(inside.size(), colon == std::string_view::npos ? colon : colon + 1));
        }
        const Step step = field_of(words);
        if (fault_.empty()) {
            steps_.push_back(step);
        }
    }
    [[nodiscard]] std::vector<std::string_view> fields_allowed() const {
        if (pattern_) {
            return {"key", "count", "bits", "code", "text"};
        }
        return {"number", "waiting", "text", "address", "key", "code", "bits", "rest", "data"};
    }
    Step field_of(const std::vector<std::string_view>& words) {
        Step step;
        step.kind = Step::Kind::field;
        const auto allowed = fields_allowed();
        const auto field = named<Field>(kFields, words.front());
        if (!field || std::find(allowed.begin(), allowed.end(), words.front()) == allowed.end()) {
            fault_ = fmt::format("{{{}}} is not known; allowed: {}", words.front(), fmt::join(allowed, ", "));
            return step;
        }
        step.field = *field;
        const bool text = step.field == Field::text || step.field == Field::data;
        step.form = text ? Form::ascii : Form::big;
        std::size_t next = 1;
        if (next < words.size()) {
            if (const auto form = named<Form>(kForms, words[next])) {
                step.form = *form;
                ++next;
            }
        }
        const bool open = text || is_text_form(step.form);
        step.width = open ? 0 : 1;
        if (next < words.size()) {
            width_of(words[next++], step);
        }
        if (next < words.size()) {
            step.fill = byte_from_hex(words[next++]);
            if (!step.fill) {
                fault_ = fmt::format("\"{}\" is no byte; needed: two hex digits", words[next - 1]);
            }
        }
        if (next < words.size()) {
            fault_ = fmt::format("\"{}\" is too much; allowed: {{name:form:width:fill}}", words[next]);
        }
        judge(step);
        return step;
    }
    void width_of(std::string_view word, Step& step) {
        std::size_t width = 0;
        const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), width);
        if (error != std::errc{} || end != word.data() + word.size() || width < 1 || width > kMostWidth) {
            fault_ = fmt::format("\"{}\" is neither a form nor a width; allowed: {}; 1 to {}", word,
                                 fmt::join(kForms, ", "), kMostWidth);
        }
        step.width = width;
    }
    void judge(const Step& step) {
        if (!fault_.empty()) {
            return;
        }
        const bool ascii_digits =
            step.form == Form::decimal || step.form == Form::hex || step.form == Form::digits;
        const std::size_t most = ascii_digits ? frames::kMostNumberDigits : frames::kMostNumberBytes;
        if (!is_text_form(step.form) && step.width > most) {
            fault_ = fmt::format("width {} is too much for {}; allowed: 1 to {}", step.width, code(step.form),
                                 most);
        }
        if (step.field == Field::text && !is_text_form(step.form)) {
            fault_ = fmt::format("{{text}} cannot be {}; allowed: ascii, gb2312, gbk, utf8", code(step.form));
        }
        const bool shows = step.field == Field::number || step.field == Field::waiting;
        if (step.field != Field::text && step.field != Field::data && is_text_form(step.form) &&
            !(shows && step.form == Form::ascii)) {
            fault_ = fmt::format("{{{}}} cannot be {}; allowed: big, little, decimal, hex{}",
                                 code(step.field), code(step.form), shows ? ", digits, ascii" : "");
        }
        if (step.form == Form::digits && !shows) {
            fault_ = "digits is for {number} and {waiting}; allowed here: big, little, decimal, hex";
        }
        if (step.fill && (pattern_ || step.width == 0)) {
            fault_ = "a fill byte needs a template and a width";
        }
    }

    std::string_view text_;
    bool pattern_;
    std::size_t at_ = 0;
    Steps steps_;
    PatternFault fault_;
};

}  // namespace

std::string_view code(Form form) {
    return kForms.at(static_cast<std::size_t>(form));
}

std::string_view code(Field field) {
    return kFields.at(static_cast<std::size_t>(field));
}

bool Pattern::captures(Field field) const {
    return count_of(field) > 0;
}

std::size_t Pattern::count_of(Field field) const {
    return static_cast<std::size_t>(std::count_if(steps.begin(), steps.end(), [field](const Step& step) {
        return step.kind == Step::Kind::field && step.field == field;
    }));
}

Result<Pattern, PatternFault> parse_pattern(std::string_view text) {
    auto steps = Reader(text, true).run();
    if (!steps) {
        return fail(std::move(steps.error()));
    }
    Pattern pattern{std::move(*steps)};
    const auto open = std::count_if(pattern.steps.begin(), pattern.steps.end(), [](const Step& step) {
        return step.kind == Step::Kind::any_run || (step.kind == Step::Kind::field && step.width == 0);
    });
    if (open > 1) {
        return fail(
            PatternFault("holds two parts without a width; allowed: one .. or one {text} without width"));
    }
    for (const Field once : {Field::key, Field::code, Field::bits, Field::text}) {
        if (pattern.count_of(once) > 1) {
            return fail(
                fmt::format("captures {{{}}} twice; only {{count}} may stand more than once", code(once)));
        }
    }
    return pattern;
}

Result<Template, PatternFault> parse_template(std::string_view text) {
    auto steps = Reader(text, false).run();
    if (!steps) {
        return fail(std::move(steps.error()));
    }
    return Template{std::move(*steps)};
}

}  // namespace jiaohao::drivers::engine
