// SPDX-License-Identifier: Apache-2.0
#include "headoffice/daemon/roll_up_worker.hpp"

#include <fmt/format.h>

namespace jiaohao::headoffice {
namespace {

// Between two rounds, so that a busy day is computed once a second and not once a batch.
constexpr std::chrono::seconds kPause{1};
// A failed day is tried again, and the store looked at, also when nothing comes in.
constexpr std::chrono::seconds kIdle{10};

}  // namespace

RollUpWorker::RollUpWorker(feeds::FeedService& feeds, Store& store) : feeds_(feeds), store_(store) {
    look();
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

RollUpWorker::~RollUpWorker() {
    thread_.request_stop();
    thread_.join();
}

void RollUpWorker::wake() {
    {
        const std::lock_guard lock(mutex_);
        woken_ = true;
    }
    ready_.notify_one();
}

void RollUpWorker::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        const auto round = feeds_.recompute_dirty();
        look();
        std::unique_lock lock(mutex_);
        computed_ += round.done;
        failed_ += round.failed;
        if (!round.more) {
            ready_.wait_for(lock, stop, kPause, [] { return false; });
            ready_.wait_for(lock, stop, kIdle, [this] { return woken_; });
            woken_ = false;
        }
    }
}

void RollUpWorker::look() {
    const auto counts = store_.counts();
    const std::lock_guard lock(mutex_);
    sickness_ = counts ? "" : counts.error().detail;
    if (counts) {
        counts_ = *counts;
    }
}

std::string RollUpWorker::sickness() const {
    const std::lock_guard lock(mutex_);
    return sickness_;
}

std::string RollUpWorker::metrics() const {
    const std::lock_guard lock(mutex_);
    return fmt::format(
        "# HELP jiaohao_store_events Events stored.\n# TYPE jiaohao_store_events gauge\njiaohao_store_events "
        "{}\n"
        "# HELP jiaohao_store_quarantined Events among them that could be stored raw only.\n"
        "# TYPE jiaohao_store_quarantined gauge\njiaohao_store_quarantined {}\n"
        "# HELP jiaohao_store_set_apart Events among them with a business day too far away to be true.\n"
        "# TYPE jiaohao_store_set_apart gauge\njiaohao_store_set_apart {}\n"
        "# HELP jiaohao_rollup_days_waiting Hall-days to be recomputed.\n# TYPE jiaohao_rollup_days_waiting "
        "gauge\njiaohao_rollup_days_waiting {}\n"
        "# HELP jiaohao_rollup_days_total Hall-days recomputed.\n# TYPE jiaohao_rollup_days_total counter\n"
        "jiaohao_rollup_days_total{{result=\"done\"}} {}\njiaohao_rollup_days_total{{result=\"failed\"}} "
        "{}\n",
        counts_.events, counts_.quarantined, counts_.set_apart, counts_.dirty_days, computed_, failed_);
}

}  // namespace jiaohao::headoffice
