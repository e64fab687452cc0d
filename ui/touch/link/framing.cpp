// SPDX-License-Identifier: Apache-2.0
#include "ui/touch/link/framing.hpp"

#include <QtEndian>

namespace jiaohao::ui {

namespace {
constexpr qsizetype head = 4;
}

QByteArray frame(const QByteArray& message) {
    QByteArray bytes(head, Qt::Uninitialized);
    qToBigEndian(static_cast<quint32>(message.size()), bytes.data());
    return bytes.append(message);
}

std::optional<QByteArray> Deframer::next() {
    if (broken_ || buffer_.size() < head) {
        return std::nullopt;
    }
    const auto length = qsizetype{qFromBigEndian<quint32>(buffer_.constData())};
    if (length == 0 || length > most_) {
        broken_ = true;
        buffer_.clear();
        return std::nullopt;
    }
    if (buffer_.size() < head + length) {
        return std::nullopt;
    }
    QByteArray message = buffer_.mid(head, length);
    buffer_.remove(0, head + length);
    return message;
}

void Deframer::reset() {
    buffer_.clear();
    broken_ = false;
}

}  // namespace jiaohao::ui
