// SPDX-License-Identifier: Apache-2.0
#include "kiosk/journal/marks.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace jiaohao::journal {

void Marks::set_current(const domain::EpochId& epoch, domain::Seq last, const Acknowledged& acknowledged) {
    const std::lock_guard lock(mutex_);
    epoch_ = epoch;
    last_ = last;
    for (const auto& [known, seq] : acknowledged) {
        acknowledged_[known] = std::max(acknowledged_[known], seq);
    }
    acknowledged_[epoch] = std::min(acknowledged_[epoch], last);
}

void Marks::set_last(domain::Seq last) {
    const std::lock_guard lock(mutex_);
    last_ = last;
}

void Marks::set_old(std::vector<OldEpoch> old) {
    std::sort(old.begin(), old.end(), [](const auto& a, const auto& b) { return a.created < b.created; });
    const std::lock_guard lock(mutex_);
    old_ = std::move(old);
    kept_.clear();
    move_kept_locked();
}

domain::Seq Marks::acknowledged_locked(const domain::EpochId& epoch) const {
    const auto found = acknowledged_.find(epoch);
    return found == acknowledged_.end() ? domain::Seq{0} : found->second;
}

std::vector<ports::Outbox::EpochBacklog> Marks::backlog() const {
    const std::lock_guard lock(mutex_);
    std::vector<ports::Outbox::EpochBacklog> list;
    for (const OldEpoch& old : old_) {
        const domain::Seq dropped{old.first.get() - 1};
        list.push_back({old.epoch, std::max(dropped, acknowledged_locked(old.epoch)), old.last});
    }
    list.push_back({epoch_, acknowledged_locked(epoch_), last_});
    return list;
}

std::optional<std::filesystem::path> Marks::file_of(const domain::EpochId& epoch,
                                                    const std::filesystem::path& current) const {
    const std::lock_guard lock(mutex_);
    if (epoch == epoch_) {
        return current;
    }
    for (const OldEpoch& old : old_) {
        if (old.epoch == epoch) {
            return old.file;
        }
    }
    return std::nullopt;
}

domain::Seq Marks::last() const {
    const std::lock_guard lock(mutex_);
    return last_;
}

domain::Seq Marks::last_locked(const domain::EpochId& epoch) const {
    if (epoch == epoch_) {
        return last_;
    }
    const auto old = std::find_if(old_.begin(), old_.end(), [&](const auto& o) { return o.epoch == epoch; });
    return old == old_.end() ? domain::Seq{0} : old->last;
}

bool Marks::acknowledge(const domain::EpochId& epoch, domain::Seq stored_to) {
    const std::lock_guard lock(mutex_);
    const auto seq = std::min(stored_to, last_locked(epoch));
    if (seq <= acknowledged_locked(epoch)) {
        return false;
    }
    acknowledged_[epoch] = seq;
    unsaved_[epoch] = seq;
    return true;
}

Marks::Acknowledged Marks::take_unsaved() {
    const std::lock_guard lock(mutex_);
    return std::exchange(unsaved_, {});
}

void Marks::put_back(const Acknowledged& unsaved) {
    const std::lock_guard lock(mutex_);
    unsaved_.insert(unsaved.begin(), unsaved.end());
}

bool Marks::has_unsaved() const {
    const std::lock_guard lock(mutex_);
    return !unsaved_.empty();
}

domain::Seq Marks::acknowledged_current() const {
    const std::lock_guard lock(mutex_);
    return acknowledged_locked(epoch_);
}

std::optional<OldEpoch> Marks::take_finished() {
    const std::lock_guard lock(mutex_);
    move_kept_locked();
    const auto done =
        std::ranges::find_if(old_, [this](const OldEpoch& one) { return finished_locked(one); });
    if (done == old_.end()) {
        return std::nullopt;
    }
    OldEpoch old = std::move(*done);
    old_.erase(done);
    return old;
}

std::optional<OldEpoch> Marks::take_kept() {
    const std::lock_guard lock(mutex_);
    move_kept_locked();
    const auto oldest = std::ranges::min_element(kept_, {}, &OldEpoch::kept);
    if (oldest == kept_.end()) {
        return std::nullopt;
    }
    OldEpoch old = std::move(*oldest);
    kept_.erase(oldest);
    return old;
}

bool Marks::finished_locked(const OldEpoch& old) const {
    return acknowledged_locked(old.epoch) >= old.last;
}

void Marks::move_kept_locked() {
    const auto done = std::stable_partition(
        old_.begin(), old_.end(), [this](const OldEpoch& one) { return !one.kept || !finished_locked(one); });
    std::move(done, old_.end(), std::back_inserter(kept_));
    old_.erase(done, old_.end());
}

}  // namespace jiaohao::journal
