// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme
import Jiaohao.Controls
import Jiaohao.Link

// How many wait for what, the longest wait first. Says how many rows did not fit.
Item {
    id: board

    readonly property int rowHeight: Theme.px(84)
    readonly property int fit: Math.max(1, Math.floor((list.height + Theme.px(4)) / rowHeight))

    Card { anchors.fill: parent }

    ServiceList {
        id: waiting

        waitingOnly: true
        source: Hall.services
    }

    Item {
        id: head

        x: Theme.px(40)
        y: Theme.px(30)
        width: parent.width - 2 * x
        height: total.y + total.height + Theme.px(18)

        AppText {
            text: I18n.t("touch.display.waiting")
            size: Theme.small
            font.bold: true
            color: Theme.accent
        }

        AppText {
            id: total

            y: Theme.px(46)
            width: parent.width
            text: Hall.waiting > 0 ? I18n.t("touch.display.total", { n: Hall.waiting })
                                   : I18n.t("touch.display.nobody")
            size: Theme.large
            font.bold: true
        }
    }

    Item {
        id: captions

        anchors.top: head.bottom
        x: Theme.px(40)
        width: parent.width - 2 * x
        height: people.height + Theme.px(12)
        visible: waiting.count > 0

        AppText {
            id: people

            anchors.right: longest.left
            anchors.rightMargin: Theme.px(20)
            width: Theme.px(110)
            horizontalAlignment: Text.AlignRight
            text: I18n.t("touch.display.waiting.people")
            size: Theme.px(24)
            color: Theme.textMuted
            wrapMode: Text.NoWrap
        }

        AppText {
            id: longest

            anchors.right: parent.right
            width: Theme.px(150)
            horizontalAlignment: Text.AlignRight
            text: I18n.t("touch.display.waiting.longest")
            size: Theme.px(24)
            color: Theme.textMuted
            wrapMode: Text.NoWrap
        }
    }

    Item {
        id: list

        anchors.top: captions.bottom
        anchors.bottom: more.top
        x: Theme.px(40)
        width: parent.width - 2 * x

        Repeater {
            model: waiting

            WaitingRow {
                id: row

                required property int index
                required property var model

                y: row.index * board.rowHeight // qmllint disable unqualified
                width: list.width // qmllint disable unqualified
                height: board.rowHeight // qmllint disable unqualified
                visible: row.index < board.fit // qmllint disable unqualified
                title: I18n.own(row.model.name)
                people: row.model.waiting
                since: row.model.oldest_issued_at ?? ""
            }
        }
    }

    AppText {
        id: more

        readonly property int hidden: Math.max(0, waiting.count - board.fit)

        x: Theme.px(40)
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.px(22)
        height: Theme.px(40)
        opacity: hidden > 0 ? 1 : 0
        text: I18n.t("touch.display.more", { n: hidden })
        size: Theme.tiny
        color: Theme.textMuted
    }
}
