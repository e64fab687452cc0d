// Sends durable events to head office on a thread of its own. Never touches the hall: a hall works the same
// whether this runs, waits or fails.
//
//   auto transport = upload::CurlTransport::make({address, ca, certificate, key}).value();
//   upload::Uploader uploader(journal.outbox(), std::move(transport), system_clock, random, log, options);
//   uploader.start();   ... uploader.notify_new_events() after commits ...   uploader.stop();
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <memory>
#include <thread>

#include "kiosk/upload/session.hpp"

namespace jiaohao::upload {

class Uploader {
  public:
    /// `clock` is real time (SystemClock) also in a simulation. `random` is used by the upload thread alone.
    /// Outbox, clock and random outlive the uploader.
    Uploader(ports::Outbox& outbox, std::unique_ptr<HttpTransport> transport, const Clock& clock,
             Random& random, Log log, UploadOptions options);
    /// Stops.
    ~Uploader();
    Uploader(const Uploader&) = delete;
    Uploader& operator=(const Uploader&) = delete;

    /// Once.
    void start();
    /// Cancels the request under way (head office may have stored it: it is sent again after a start) and
    /// returns when the thread has ended. A repeat is harmless.
    void stop();

    // Any thread, never blocking:
    void notify_new_events();
    /// New certificate, address or settings: what is held is tried at once, on a new connection.
    void notify_configuration();
    [[nodiscard]] UploadStatus status() const { return session_.status(); }

  private:
    void run(const std::stop_token& stopping);

    std::unique_ptr<HttpTransport> transport_;
    UploadSession session_;
    std::atomic<bool> look_{false};
    std::atomic<bool> try_again_{false};
    std::jthread thread_;
};

}  // namespace jiaohao::upload
