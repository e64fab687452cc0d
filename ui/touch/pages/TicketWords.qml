// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme
import Jiaohao.Controls
import Jiaohao.Link

// What a ticket is for, what comes afterwards, and what to expect.
Column {
    id: words

    readonly property var visit: TicketFlow.steps
    // With the same number.
    readonly property var next: visit.slice(1)

    spacing: Theme.px(Theme.easy ? 12 : 20)

    AppText {
        width: parent.width
        horizontalAlignment: Text.AlignHCenter
        text: I18n.own(TicketFlow.serviceName)
        size: Theme.large
        font.bold: true
    }

    AppText {
        width: parent.width
        horizontalAlignment: Text.AlignHCenter
        visible: words.next.length > 0
        text: I18n.t("touch.ticket.then", { services: words.next.map(step => I18n.own(step.name)).join(" → ") })
        size: Theme.small
        maximumLineCount: 3
        elide: Text.ElideRight
    }

    Row {
        anchors.horizontalCenter: parent.horizontalCenter
        spacing: Theme.px(14)

        Repeater {
            model: Math.max(0, Math.floor(words.width / Theme.px(28)))

            Rectangle {
                width: Theme.px(14)
                height: Theme.px(3)
                color: Theme.line
            }
        }
    }

    Tile {
        width: parent.width
        visible: TicketFlow.ahead >= 0 && !Hall.alone
        caption: I18n.t("touch.ticket.ahead")
        value: TicketFlow.ahead > 0 ? I18n.t("common.people", { n: TicketFlow.ahead })
                                    : I18n.t("ticket.ahead.none")
    }

    Tile {
        width: parent.width
        caption: I18n.t("touch.ticket.wait")
        value: Hall.alone ? I18n.t("touch.alone.wait") : Waits.ticket(TicketFlow.p50, TicketFlow.p90)
        valueSize: Theme.body
    }
}
