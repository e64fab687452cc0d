// SPDX-License-Identifier: Apache-2.0
#include "drivers/keypad/qt_fd_notifier.hpp"

#include <QSocketNotifier>
#include <utility>

namespace jiaohao::drivers::keypad {
namespace {

class QtWatch final : public FdNotifier::Watch {
  public:
    QtWatch(int fd, std::function<void()> readable)
        : notifier_(new QSocketNotifier(fd, QSocketNotifier::Read)) {
        QObject::connect(notifier_, &QSocketNotifier::activated, notifier_,
                         [call = std::move(readable), telling = telling_] {
                             *telling = true;
                             call();
                             *telling = false;
                         });
    }
    ~QtWatch() override {
        notifier_->setEnabled(false);
        if (*telling_) {
            notifier_->deleteLater();  // Its own call is under way.
        } else {
            delete notifier_;
        }
    }
    QtWatch(const QtWatch&) = delete;
    QtWatch& operator=(const QtWatch&) = delete;

  private:
    const std::shared_ptr<bool> telling_ = std::make_shared<bool>(false);
    QSocketNotifier* notifier_;
};

}  // namespace

std::unique_ptr<FdNotifier::Watch> QtFdNotifier::watch(int fd, std::function<void()> readable) {
    return std::make_unique<QtWatch>(fd, std::move(readable));
}

}  // namespace jiaohao::drivers::keypad
