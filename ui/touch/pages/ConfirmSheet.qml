// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme
import Jiaohao.Controls
import Jiaohao.Link

// The second touch: what was chosen, what to expect, and the ticket.
Sheet {
    id: sheet

    readonly property int count: TicketFlow.steps.length
    readonly property bool several: count > 1
    // A wide screen is not high enough for one button over the other when there is more to say.
    readonly property bool paired: !portrait && (several || !Hall.paper)

    onDismissed: TicketFlow.back()

    Column {
        id: head

        width: parent.width
        spacing: Theme.px(10)

        AppText {
            width: parent.width
            text: sheet.several ? I18n.t("touch.several.hint") : I18n.t("touch.confirm.title")
            size: Theme.small
            color: Theme.textMuted
        }

        AppText {
            width: parent.width
            text: sheet.several ? I18n.t("touch.several.title", { n: sheet.count }) : I18n.own(TicketFlow.serviceName)
            size: Theme.title
            font.bold: true
        }
    }

    VisitSteps {
        width: parent.width
        visible: sheet.several
        most: sheet.room - head.implicitHeight - tiles.implicitHeight - take.height - last.implicitHeight
              - 4 * sheet.gap - (sheet.paired ? 0 : priority.height + sheet.gap)
              - (note.visible ? note.height + sheet.gap : 0)
    }

    Row {
        id: tiles

        width: parent.width
        spacing: Theme.px(24)

        Tile {
            id: people

            width: (parent.width - parent.spacing) / 2
            height: Math.max(implicitHeight, wait.implicitHeight)
            visible: !Hall.alone
            caption: I18n.t("touch.ticket.ahead")
            value: I18n.t("common.people", { n: TicketFlow.waiting })
        }

        Tile {
            id: wait

            width: Hall.alone ? parent.width : people.width
            height: Math.max(implicitHeight, people.implicitHeight)
            caption: sheet.several ? I18n.t("touch.several.wait") : I18n.t("touch.ticket.wait")
            value: Hall.alone ? I18n.t("touch.alone.wait")
                              : Waits.words(TicketFlow.expected, TicketFlow.countersOpen)
        }
    }

    NoteStrip {
        id: note

        visible: !Hall.paper
        width: parent.width
        icon: "printer"
        text: I18n.t("touch.paper.none")
    }

    Grid {
        id: give

        readonly property int cell: sheet.paired ? (width - columnSpacing) / 2 : width

        width: parent.width
        columns: sheet.paired ? 2 : 1
        columnSpacing: Theme.px(24)
        rowSpacing: sheet.gap

        BigButton {
            id: take

            name: "take"
            width: give.cell
            height: Math.max(implicitHeight, Theme.px(160), sheet.paired ? priority.implicitHeight : 0)
            icon: "ticket"
            text: I18n.t("touch.confirm.take")
            onTouched: TicketFlow.take("ordinary")
        }

        BigButton {
            id: priority

            name: "take.priority"
            width: give.cell
            height: sheet.paired ? take.height : implicitHeight
            primary: false
            icon: "priority"
            text: I18n.t("touch.confirm.priority")
            note: I18n.t("touch.confirm.priority.who")
            onTouched: TicketFlow.take("priority")
        }
    }

    Row {
        id: last

        anchors.horizontalCenter: parent.horizontalCenter
        spacing: Theme.px(24)

        Chip {
            name: "back"
            icon: "back"
            text: I18n.t("common.back")
            onTouched: TicketFlow.back()
        }

        // Who needs one thing goes past it.
        Chip {
            name: "add"
            visible: TicketFlow.canAdd
            icon: "plus"
            text: I18n.t("touch.add")
            onTouched: TicketFlow.addAnother()
        }
    }
}
