// SPDX-License-Identifier: Apache-2.0
#include "drivers/engine/example_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "drivers/engine/saying.hpp"

namespace jiaohao::drivers::engine {
namespace {

using Where = ExampleFault::Where;

class Check {
  public:
    explicit Check(const DeviceProfile& profile)
        : profile_(profile), shown_(profile.meanings.size(), false), said_(profile.sayings.size(), false) {}

    std::vector<ExampleFault> run() {
        std::set<std::string> names;
        for (std::size_t i = 0; i < profile_.examples.size(); ++i) {
            if (!names.insert(profile_.examples[i].name).second) {
                fault(i, "name", "another example has this name");
            }
            profile_.examples[i].from_device ? check_device(i) : check_host(i);
        }
        if (faults_.empty()) {
            check_coverage();
        }
        return std::move(faults_);
    }

  private:
    void fault(std::size_t example, std::string key, std::string what) {
        faults_.push_back({Where::example, example, std::move(key), std::move(what)});
    }
    void check_device(std::size_t i) {
        const Example& example = profile_.examples[i];
        const std::string words = device_words(profile_, example.bytes);
        if (words != example.means) {
            fault(i, "means", fmt::format("is \"{}\", but these bytes mean \"{}\"", example.means, words));
        }
        frames::Deframer deframer(profile_.shapes, frames::Deframer::Hear::device);
        const auto note = [this](const frames::Frame& frame) {
            if (const auto meaning = meaning_of(profile_, frame)) {
                shown_[meaning->rule] = true;
            }
        };
        deframer.feed(example.bytes, note);
        deframer.end_of_burst(note);
        if (example.answer) {
            const auto answer = host_bytes(profile_, "answer." + example.name, example.address);
            if (answer != *example.answer) {
                fault(i, "answer",
                      fmt::format("is \"{}\", but the host answers \"{}\"", to_hex(*example.answer),
                                  to_hex(answer.value_or(Bytes{}))));
            }
            note_answers(example, false);
        }
    }
    void check_host(std::size_t i) {
        const Example& example = profile_.examples[i];
        const auto bytes = host_bytes(profile_, example.means, example.address);
        if (!bytes) {
            fault(i, "means",
                  fmt::format(
                      "\"{}\" cannot be said; allowed: number.A027, waiting.12, text.WORDS, "
                      "clear_latch.BITS/REST, answer.EXAMPLE, refuse.EXAMPLE, or the name of another saying "
                      "of this profile",
                      example.means));
        } else if (*bytes != example.bytes) {
            fault(i, "hex", fmt::format("the host says \"{}\"", to_hex(*bytes)));
        }
        const std::size_t dot = example.means.find('.');
        const std::string name = example.means.substr(0, dot);
        if (name == "answer" || name == "refuse") {
            for (const Example& other : profile_.examples) {
                if (other.name == example.means.substr(dot + 1)) {
                    note_answers(other, name == "refuse");
                }
            }
            return;
        }
        const Saying* dark = example.means == "number." ? profile_.saying(sayings::kBlank) : nullptr;
        note_said(dark != nullptr ? dark : profile_.saying(name));
    }
    void note_said(const Saying* saying) {
        if (saying != nullptr) {
            said_[static_cast<std::size_t>(saying - profile_.sayings.data())] = true;
        }
    }
    void note_answers(const Example& example, bool refuse) {
        frames::Deframer deframer(profile_.shapes, frames::Deframer::Hear::device);
        const auto note = [this, refuse](const frames::Frame& frame) {
            if (const auto meaning = meaning_of(profile_, frame)) {
                const MeaningRule& rule = profile_.meanings[meaning->rule];
                if (const auto saying = refuse ? rule.refuse_saying : rule.answer_saying) {
                    said_[*saying] = true;
                }
            }
        };
        deframer.feed(example.bytes, note);
        deframer.end_of_burst(note);
    }
    void check_coverage() {
        for (std::size_t i = 0; i < shown_.size(); ++i) {
            if (!shown_[i]) {
                faults_.push_back(
                    {Where::meaning, i, "name",
                     fmt::format("\"{}\" has no example; needed: an [[example]] from the device with "
                                 "such a frame",
                                 profile_.meanings[i].name)});
            }
        }
        for (std::size_t i = 0; i < said_.size(); ++i) {
            if (!said_[i]) {
                faults_.push_back(
                    {Where::saying, i, "name",
                     fmt::format("\"{}\" has no example; needed: an [[example]] from the host that says "
                                 "it, or a device's example with its answer",
                                 profile_.sayings[i].name)});
            }
        }
    }

    const DeviceProfile& profile_;
    std::vector<bool> shown_;
    std::vector<bool> said_;
    std::vector<ExampleFault> faults_;
};

}  // namespace

std::vector<ExampleFault> example_faults(const DeviceProfile& profile) {
    return Check(profile).run();
}

}  // namespace jiaohao::drivers::engine
