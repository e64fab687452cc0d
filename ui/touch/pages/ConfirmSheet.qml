// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme
import Jiaohao.Controls
import Jiaohao.Link

// The second touch: what was chosen, what to expect, and the ticket.
Sheet {
    id: sheet

    onDismissed: TicketFlow.back()

    Column {
        width: parent.width
        spacing: Theme.px(10)

        AppText {
            text: I18n.t("touch.confirm.title")
            size: Theme.small
            color: Theme.textMuted
        }

        AppText {
            width: parent.width
            text: I18n.own(TicketFlow.serviceName)
            size: Theme.title
            font.bold: true
        }
    }

    Row {
        width: parent.width
        spacing: Theme.px(24)

        Tile {
            id: people

            width: (parent.width - parent.spacing) / 2
            visible: !Hall.alone
            caption: I18n.t("touch.ticket.ahead")
            value: I18n.t("common.people", { n: TicketFlow.waiting })
        }

        Tile {
            width: Hall.alone ? parent.width : people.width
            height: Math.max(implicitHeight, people.implicitHeight)
            caption: I18n.t("touch.ticket.wait")
            value: Hall.alone ? I18n.t("touch.alone.wait")
                              : Waits.words(TicketFlow.expected, TicketFlow.countersOpen)
        }
    }

    NoteStrip {
        visible: !Hall.paper
        width: parent.width
        icon: "printer"
        text: I18n.t("touch.paper.none")
    }

    BigButton {
        name: "take"
        width: parent.width
        height: Math.max(implicitHeight, Theme.px(160))
        icon: "ticket"
        text: I18n.t("touch.confirm.take")
        onTouched: TicketFlow.take("ordinary")
    }

    BigButton {
        name: "take.priority"
        width: parent.width
        primary: false
        icon: "priority"
        text: I18n.t("touch.confirm.priority")
        note: I18n.t("touch.confirm.priority.who")
        onTouched: TicketFlow.take("priority")
    }

    Chip {
        name: "back"
        anchors.horizontalCenter: parent.horizontalCenter
        icon: "back"
        text: I18n.t("common.back")
        onTouched: TicketFlow.back()
    }
}
