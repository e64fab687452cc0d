// SPDX-License-Identifier: Apache-2.0
#include "drivers/line/queued_printer.hpp"

#include <QMetaObject>
#include <QObject>
#include <atomic>
#include <functional>
#include <utility>

namespace jiaohao::drivers {
namespace {

void post(QObject& context, std::function<void()> call) {
    // Clang's analyzer does not know that Qt owns the call from here on and reports a leak inside Qt's header,
    // where no NOLINT of ours reaches.
#ifndef __clang_analyzer__
    QMetaObject::invokeMethod(&context, std::move(call), Qt::QueuedConnection);
#else
    static_cast<void>(context);
    std::exchange(call, nullptr)();
#endif
}

}  // namespace

struct QueuedPrinter::Shared {
    Shared(ports::TicketPrinter& to, ports::PrinterListener& tell, QObject& on, std::size_t most)
        : target(to), listener(tell), context(on), limit(most) {}
    ports::TicketPrinter& target;
    ports::PrinterListener& listener;
    QObject& context;
    std::size_t limit;
    std::atomic<std::size_t> on_the_way{0};
};

QueuedPrinter::QueuedPrinter(ports::TicketPrinter& target, ports::PrinterListener& listener, QObject& context,
                             std::size_t limit)
    : shared_(std::make_shared<Shared>(target, listener, context, limit)) {}
QueuedPrinter::~QueuedPrinter() = default;

void QueuedPrinter::print(ports::PrintJob job) {
    if (shared_->on_the_way.fetch_add(1) >= shared_->limit) {
        shared_->on_the_way.fetch_sub(1);
        // Only the identity travels: a devices thread that hangs costs a few bytes per refused job until the
        // watchdog ends the process.
        post(shared_->context, [shared = shared_, ticket = std::move(job.ticket), copy = job.copy] {
            ports::PrintOutcome outcome;
            outcome.kind = ports::PrintOutcome::Kind::not_printed;
            outcome.cause = domain::PrintCause::queue_full;
            shared->listener.on_print_outcome(ticket, copy, outcome);
        });
        return;
    }
    post(shared_->context, [shared = shared_, job = std::move(job)]() mutable {
        shared->on_the_way.fetch_sub(1);
        shared->target.print(std::move(job));
    });
}

}  // namespace jiaohao::drivers
