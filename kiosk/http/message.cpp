// SPDX-License-Identifier: Apache-2.0
#include "kiosk/http/message.hpp"

#include <algorithm>

#include "kiosk/http/responder_sink.hpp"

namespace jiaohao::http {
namespace {
char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
}  // namespace

bool HeaderLess::operator()(std::string_view left, std::string_view right) const {
    return std::lexicographical_compare(left.begin(), left.end(), right.begin(), right.end(),
                                        [](char a, char b) { return lower(a) < lower(b); });
}

std::string_view Request::header(std::string_view name) const {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string_view{} : std::string_view{found->second};
}

Response text_response(std::uint16_t status, std::string_view text) {
    return {status,
            {{"Content-Type", "text/plain; charset=utf-8"}, {"Cache-Control", "no-store"}},
            std::string(text)};
}

void Responder::operator()(Response response) const {
    sink_->answer(std::move(response));
}

Responder::Sink::Sink(std::shared_ptr<LoopGate> gate, std::weak_ptr<AnswerSlot> slot)
    : gate_(std::move(gate)), slot_(std::move(slot)) {}

Responder::Sink::~Sink() {
    answer(text_response(500, "the request was dropped\n"));
}

void Responder::Sink::answer(Response response) {
    if (used_.exchange(true)) {
        return;
    }
    auto shared = std::make_shared<Response>(std::move(response));
    gate_->post([slot = slot_, shared] {
        if (const auto waiting = slot.lock()) {
            waiting->response = std::move(*shared);
            waiting->gate.cancel();
        }
    });
}

}  // namespace jiaohao::http
