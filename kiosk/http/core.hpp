// What everything inside one Server shares. Internal to kiosk/http.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <set>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include "kiosk/base/log.hpp"
#include "kiosk/http/server.hpp"

namespace jiaohao::http {

namespace asio = boost::asio;

/// The way onto the loop for other threads; outlives the loop.
class LoopGate {
  public:
    explicit LoopGate(asio::io_context& context) : context_(&context) {}

    bool post(std::function<void()> task) {
        const std::lock_guard lock(mutex_);
        if (context_ == nullptr) {
            return false;
        }
        asio::post(*context_, std::move(task));
        return true;
    }
    void shut() {
        const std::lock_guard lock(mutex_);
        context_ = nullptr;
    }

  private:
    std::mutex mutex_;
    asio::io_context* context_;
};

struct Counters {
    std::atomic<std::uint64_t> accepted{0}, turned_away{0}, requests{0}, bad_requests{0},
        handshakes_failed{0}, timed_out{0}, channels{0};
};

/// Something that must end when the server stops.
class Stoppable {
  public:
    virtual ~Stoppable() = default;
    virtual void stop() = 0;
};

/// Members are destroyed from the bottom up: the loop first, with every coroutine that still hangs in it.
struct Core {
    explicit Core(Log room_log) : log(room_log), gate(std::make_shared<LoopGate>(context)) {}
    ~Core() { gate->shut(); }
    Core(const Core&) = delete;
    Core& operator=(const Core&) = delete;

    Log log;
    Counters counters;
    /// Counted by channel handles, which may outlive the core.
    std::shared_ptr<std::atomic<std::uint64_t>> slow_cut = std::make_shared<std::atomic<std::uint64_t>>(0);
    std::atomic<std::uint64_t> last_channel{0};
    std::set<Stoppable*> live;
    bool stopping = false;
    asio::io_context context{1};
    std::shared_ptr<LoopGate> gate;
};

/// Keeps `Core::live` true for the lifetime of its owner. Loop thread only.
class LiveMark {
  public:
    LiveMark(Core& core, Stoppable& owner) : core_(core), owner_(&owner) { core_.live.insert(owner_); }
    ~LiveMark() { core_.live.erase(owner_); }
    LiveMark(const LiveMark&) = delete;
    LiveMark& operator=(const LiveMark&) = delete;

  private:
    Core& core_;
    Stoppable* owner_;
};

/// Counts its own lifetime in a gauge.
class Counted {
  public:
    explicit Counted(std::atomic<std::uint64_t>& gauge) : gauge_(&gauge) { ++*gauge_; }
    ~Counted() { --*gauge_; }
    Counted(const Counted&) = delete;
    Counted& operator=(const Counted&) = delete;

  private:
    std::atomic<std::uint64_t>* gauge_;
};

}  // namespace jiaohao::http
