// The Unix-socket framing of kiosk/wire/API.md: 4-byte big-endian length, then that many bytes of JSON.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QByteArray>
#include <optional>

namespace jiaohao::ui {

inline constexpr qsizetype most_from_server = qsizetype{4} * 1024 * 1024;
inline constexpr qsizetype most_from_client = qsizetype{64} * 1024;

[[nodiscard]] QByteArray frame(const QByteArray& message);

/// Cuts a byte stream into messages. Holds at most one message of `most` bytes and what one read brought
/// beyond it.
class Deframer {
  public:
    explicit Deframer(qsizetype most = most_from_server) : most_(most) {}

    void feed(const QByteArray& bytes) { buffer_.append(bytes); }
    /// The next whole message, or nothing yet. After `broken()` nothing comes any more.
    [[nodiscard]] std::optional<QByteArray> next();
    /// A length of zero or over the limit: the stream cannot be followed further.
    [[nodiscard]] bool broken() const { return broken_; }
    void reset();

  private:
    qsizetype most_;
    QByteArray buffer_;
    bool broken_ = false;
};

}  // namespace jiaohao::ui
