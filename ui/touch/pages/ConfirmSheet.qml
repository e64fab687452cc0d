// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme
import Jiaohao.Controls
import Jiaohao.Link

// The second touch: what was chosen, what to expect, and the ticket.
Item {
    id: sheet

    property bool portrait: true
    property bool open: false

    visible: opacity > 0
    opacity: open ? 1 : 0

    Behavior on opacity {
        NumberAnimation { duration: Theme.calm }
    }

    Rectangle {
        anchors.fill: parent
        color: Theme.scrim

        TapHandler {
            enabled: sheet.open
            onTapped: TicketFlow.back()
        }
    }

    Rectangle {
        id: panel

        // Its lower corners lie below the screen: rounded ones there would show the darkened page.
        readonly property real hidden: sheet.portrait ? radius : 0
        readonly property real rest: sheet.portrait ? sheet.height - height + hidden : (sheet.height - height) / 2

        width: sheet.portrait ? sheet.width : Theme.px(1000)
        height: content.implicitHeight + Theme.px(120) + hidden
        anchors.horizontalCenter: parent.horizontalCenter
        y: sheet.open ? rest : rest + Theme.px(120)
        radius: Theme.px(44)
        color: Theme.surface
        border.color: Theme.easy ? Theme.line : "transparent"
        border.width: Theme.easy ? Theme.lineWidth : 0

        Behavior on y {
            NumberAnimation {
                duration: Theme.calm
                easing.type: Easing.OutCubic
            }
        }

        // Touches beside the buttons do not close the sheet.
        TapHandler { gesturePolicy: TapHandler.ReleaseWithinBounds }

        Column {
            id: content

            x: Theme.px(64)
            y: Theme.px(60)
            width: parent.width - 2 * x
            spacing: Theme.px(36)

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
                    caption: I18n.t("touch.ticket.ahead")
                    value: I18n.t("common.people", { n: TicketFlow.waiting })
                }

                Tile {
                    width: people.width
                    height: Math.max(implicitHeight, people.implicitHeight)
                    caption: I18n.t("touch.ticket.wait")
                    value: Waits.words(TicketFlow.expected, TicketFlow.countersOpen)
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
    }
}
