// All event nodes of one keypad: opened and grabbed, read, closed when they go away, tried again for ever.
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "drivers/keypad/event_reader.hpp"
#include "drivers/keypad/input_node.hpp"
#include "drivers/line/one_shot.hpp"
#include "drivers/line/reopen_policy.hpp"
#include "kiosk/base/log.hpp"

namespace jiaohao::drivers::keypad {

/// On the devices thread. None of these may destroy the nodes.
class NodesListener {
  public:
    virtual ~NodesListener() = default;
    virtual void on_nodes_up() = 0;
    /// Everything was let go.
    virtual void on_nodes_down(const KeypadFault& fault) = 0;
    /// A further node of the keypad would not open, though the first one did; and that it does again ("" as code).
    virtual void on_half(const KeypadFault& fault) = 0;
    virtual void on_key(const std::string& node, const KeyChange& change) = 0;
};

class KeypadNodes {
  public:
    /// Nodes appear one after another when a keypad is plugged in: they are looked for this often.
    static constexpr std::chrono::seconds kLookEvery{2};
    static constexpr std::size_t kMostNodes = 8;

    /// All of them outlive it.
    KeypadNodes(std::string path, const NodeOpener& opener, FdNotifier& notifier, Timers& timers,
                NodesListener& listener, Log log);
    ~KeypadNodes();
    KeypadNodes(const KeypadNodes&) = delete;
    KeypadNodes& operator=(const KeypadNodes&) = delete;

    void start();
    void stop();
    [[nodiscard]] bool up() const { return !open_.empty(); }
    /// On every node that has one; false: none has.
    bool lamp(std::uint16_t code, bool on);
    bool bell(bool on);

    [[nodiscard]] ReaderCounts counts() const;
    [[nodiscard]] std::uint64_t opened() const { return opened_; }
    [[nodiscard]] std::uint64_t lost() const { return lost_; }
    [[nodiscard]] std::size_t size() const { return open_.size(); }

  private:
    struct Open {
        std::unique_ptr<InputNode> node;
        EventReader reader;
        std::unique_ptr<FdNotifier::Watch> watch;
    };
    void try_open();
    void look_for_more();
    void note_half(const KeypadFault& fault);
    void take(const std::string& path, std::unique_ptr<InputNode> node);
    void read(const std::string& path);
    void tell(const std::string& path, const std::vector<KeyChange>& changes);
    void gone(const KeypadFault& fault);
    void close_all();

    const std::string path_;
    const NodeOpener& opener_;
    FdNotifier& notifier_;
    Timers& timers_;
    NodesListener& listener_;
    Log log_;
    std::map<std::string, Open> open_;
    ReopenPolicy policy_;
    OneShot reopen_;
    OneShot look_;
    KeypadFault half_;
    ReaderCounts before_;
    std::uint64_t opened_ = 0;
    std::uint64_t lost_ = 0;
    /// Times keys had to be asked for anew.
    std::uint64_t syncs_ = 0;
};

}  // namespace jiaohao::drivers::keypad
