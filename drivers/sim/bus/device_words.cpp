// SPDX-License-Identifier: Apache-2.0
#include "drivers/sim/bus/device_words.hpp"

#include <iconv.h>

#include <algorithm>
#include <cstdint>

#include "drivers/frames/check.hpp"
#include "drivers/frames/encode.hpp"
#include "drivers/frames/number.hpp"

namespace jiaohao::drivers::sim_bus {
namespace {

using engine::Field;
using engine::Form;
using engine::Step;
using frames::NumberForm;

NumberForm number_form(Form form) {
    return form == Form::little    ? NumberForm::little
           : form == Form::decimal ? NumberForm::decimal
           : form == Form::hex     ? NumberForm::hex
                                   : NumberForm::big;
}

std::size_t width_of(const Step& step) {
    return step.kind == Step::Kind::field || step.kind == Step::Kind::any_run ? step.width : 1;
}

std::size_t fixed_width(const std::vector<Step>& steps) {
    std::size_t fixed = 0;
    for (const Step& step : steps) {
        fixed += width_of(step);
    }
    return fixed;
}

/// Bytes of data a frame of this shape must have.
std::size_t least_data(const frames::Shape& shape) {
    std::size_t least = 0;
    for (const frames::Part& part : shape.parts) {
        least += part.kind == frames::PartKind::data ? part.least : 0;
    }
    return least;
}

/// The command wanted, where the shape has it; else its error form (Modbus: the function with the high bit); else
/// any.
std::uint32_t command_for(const frames::Shape& shape, std::uint32_t wanted) {
    constexpr std::uint32_t kError = 0x80;
    for (const frames::Part& part : shape.parts) {
        if (part.kind != frames::PartKind::command || part.values.empty()) {
            continue;
        }
        for (const std::uint32_t value : {wanted, wanted | kError}) {
            if (std::find(part.values.begin(), part.values.end(), value) != part.values.end()) {
                return value;
            }
        }
        return part.values.front();
    }
    return wanted;
}

/// What a device repeats of a question: its data; of a block of registers, where it begins and how many they are.
Bytes repeated(const frames::Shape& shape, const frames::Frame& asked) {
    Bytes bytes;
    std::size_t at = 0;
    for (const frames::Part& part : shape.parts) {
        if (part.kind == frames::PartKind::data) {
            const std::size_t size = part.least == part.most ? part.least : asked.data.size() - at;
            bytes.insert(bytes.end(), asked.data.begin() + static_cast<std::ptrdiff_t>(at),
                         asked.data.begin() + static_cast<std::ptrdiff_t>(at + size));
            at += size;
        } else if (part.kind == frames::PartKind::length && part.unit > 1) {
            const auto units = static_cast<std::uint32_t>((asked.data.size() - at) / part.unit);
            frames::write_number(part.form, part.width, units, bytes);
            return bytes;
        }
    }
    return bytes;
}

class Writer {
  public:
    Writer(const DeviceValues& values, std::size_t open) : values_(values), open_(open) {}

    Bytes run(const std::vector<Step>& steps) {
        for (const Step& step : steps) {
            put(step);
        }
        return std::move(out_);
    }

  private:
    void put(const Step& step) {
        const std::size_t width = width_of(step) == 0 ? open_ : width_of(step);
        if (step.kind == Step::Kind::byte) {
            out_.push_back(step.byte);
        } else if (step.kind != Step::Kind::field) {
            out_.insert(out_.end(), width, 0x30);
        } else if (step.field == Field::text) {
            std::string text = values_.text;
            if (step.width > 0 || text.size() < width) {
                text.resize(width, ' ');
            }
            out_.insert(out_.end(), text.begin(), text.end());
        } else {
            frames::write_number(number_form(step.form), width == 0 ? 1 : width, value(step.field), out_);
        }
    }
    std::uint32_t value(Field field) {
        switch (field) {
            case Field::key:
                return values_.key;
            case Field::code:
                return values_.code;
            case Field::bits:
                return values_.bits;
            default:
                return count_ < values_.counts.size() ? values_.counts[count_++] : 0;
        }
    }
    const DeviceValues& values_;
    std::size_t open_;
    std::size_t count_ = 0;
    Bytes out_;
};

/// What a display makes of the bytes of a text; what its font lacks is a box.
std::string utf8_of(Form form, ByteView bytes) {
    std::string raw(bytes.begin(), bytes.end());
    raw.erase(raw.find_last_not_of(std::string(" \0", 2)) + 1);
    const char* charset = form == Form::gbk || form == Form::gb2312 ? "GBK" : "UTF-8";
    const iconv_t handle = iconv_open("UTF-8", charset);
    // iconv_open() says so by a handle of all ones.
    if (reinterpret_cast<std::intptr_t>(handle) == -1) {
        return raw;
    }
    std::string text(raw.size() * 4, '\0');
    char* in = raw.data();
    std::size_t in_left = raw.size();
    char* out = text.data();
    std::size_t out_left = text.size();
    while (in_left > 0 && iconv(handle, &in, &in_left, &out, &out_left) == static_cast<std::size_t>(-1) &&
           out_left > 2) {
        for (const char byte : {'\xEF', '\xBF', '\xBD'}) {
            *out++ = byte;
            --out_left;
        }
        ++in;
        --in_left;
    }
    iconv_close(handle);
    text.resize(text.size() - out_left);
    return text;
}

/// Takes data apart by a template; the other way round than the host puts it together.
class TemplateReader {
  public:
    TemplateReader(const engine::Template& layout, ByteView data) : layout_(layout), data_(data) {}

    /// Fixed bytes that fit; nothing: it does not fit.
    std::optional<std::size_t> run(Told& told) {
        const std::size_t fixed = fixed_width(layout_.steps);
        const bool open = std::any_of(layout_.steps.begin(), layout_.steps.end(),
                                      [](const Step& step) { return width_of(step) == 0; });
        if (data_.size() < fixed || (!open && data_.size() != fixed)) {
            return std::nullopt;
        }
        std::size_t literal = 0;
        std::size_t at = 0;
        for (const Step& step : layout_.steps) {
            const std::size_t width = width_of(step) == 0 ? data_.size() - fixed : width_of(step);
            const ByteView bytes = data_.subspan(at, width);
            at += width;
            if (step.kind == Step::Kind::byte) {
                if (bytes.front() != step.byte) {
                    return std::nullopt;
                }
                ++literal;
            } else if (!take(step, bytes, told)) {
                return std::nullopt;
            }
        }
        return literal;
    }

  private:
    static std::optional<std::string> characters(const Step& step, ByteView bytes) {
        std::string text;
        for (const std::uint8_t byte : bytes) {
            if (step.fill == byte || (step.form == Form::ascii && byte == ' ')) {
                continue;
            }
            if (step.form == Form::digits ? byte > 9 : byte < 0x20) {
                return std::nullopt;
            }
            text += static_cast<char>(step.form == Form::digits ? '0' + byte : byte);
        }
        return text;
    }
    static bool take(const Step& step, ByteView bytes, Told& told) {
        const bool binary = step.form == Form::big || step.form == Form::little;
        if (step.field == Field::data) {
            return true;
        }
        if (step.field == Field::text) {
            told.text = utf8_of(step.form, bytes);
            return true;
        }
        if (binary || step.form == Form::hex || step.field == Field::bits || step.field == Field::rest) {
            const auto value = frames::read_number(number_form(step.form), bytes);
            if (!value) {
                return false;
            }
            if (step.field == Field::bits) {
                told.bits = *value;
            } else if (step.field == Field::rest) {
                told.rest = value;
            }
            put(step.field, std::to_string(*value), told);
            return true;
        }
        const auto text = characters(step, bytes);
        if (text) {
            put(step.field, *text, told);
        }
        return text.has_value();
    }
    static void put(Field field, std::string text, Told& told) {
        if (field == Field::number) {
            told.number = std::move(text);
        } else if (field == Field::waiting) {
            told.waiting = std::move(text);
        }
    }
    const engine::Template& layout_;
    ByteView data_;
};

}  // namespace

std::optional<frames::Frame> frame_for(const engine::DeviceProfile& profile, std::size_t rule,
                                       std::uint32_t address, const DeviceValues& values,
                                       const frames::Frame* asked) {
    const engine::MeaningRule& said = profile.meanings[rule];
    const frames::Shape& shape = profile.shapes[said.shape];
    frames::Frame frame;
    frame.shape = said.shape;
    frame.address = address;
    frame.command = command_for(shape, said.command.value_or(asked != nullptr ? asked->command : 0));
    const bool repeats = asked != nullptr && said.what == engine::What::ack &&
                         engine::match(said.data, asked->data).has_value();
    if (repeats) {
        frame.data = repeated(profile.shapes[asked->shape], *asked);
        if (frames::encode(shape, frame)) {
            return frame;
        }
    }
    const std::size_t fixed = fixed_width(said.data.steps);
    const std::size_t least = least_data(shape);
    frame.data = Writer(values, least > fixed ? least - fixed : 0).run(said.data.steps);
    return frames::encode(shape, frame) ? std::optional{frame} : std::nullopt;
}

std::optional<Told> told_by(const engine::DeviceProfile& profile, const frames::Frame& heard) {
    std::optional<Told> best;
    std::size_t best_fixed = 0;
    for (std::size_t i = 0; i < profile.sayings.size(); ++i) {
        for (std::size_t nth = 0; nth < profile.sayings[i].frames.size(); ++nth) {
            const engine::SayingFrame& layout = profile.sayings[i].frames[nth];
            if (layout.shape != heard.shape || layout.command.value_or(heard.command) != heard.command) {
                continue;
            }
            Told told{i, nth, "", "", "", 0, {}};
            const auto fixed = TemplateReader(layout.data, ByteView{heard.data}).run(told);
            if (fixed && (!best || *fixed > best_fixed)) {
                best = std::move(told);
                best_fixed = *fixed;
            }
        }
    }
    return best;
}

std::optional<std::size_t> check_from_end(const frames::Shape& shape) {
    std::size_t behind = 0;
    for (std::size_t left = shape.parts.size(); left > 0; --left) {
        const frames::Part& part = shape.parts[left - 1];
        switch (part.kind) {
            case frames::PartKind::check:
                return behind + frames::check_width(part.check) * (part.form == NumberForm::hex ? 2 : 1);
            case frames::PartKind::constant:
                behind += part.bytes.size();
                break;
            case frames::PartKind::data:
                behind += part.most;
                break;
            default:
                behind += part.width;
        }
    }
    return std::nullopt;
}

}  // namespace jiaohao::drivers::sim_bus
