// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Jiaohao.Theme
import Jiaohao.Controls
import Jiaohao.Link

// The ticket that was just taken: the number, what to expect, and paper or code.
Item {
    id: given

    property bool portrait: true

    GridLayout {
        id: halves

        anchors.fill: parent
        anchors.margins: Theme.margin
        anchors.topMargin: Theme.px(10)
        anchors.bottomMargin: Theme.px(32)
        columns: given.portrait ? 1 : 2
        columnSpacing: Theme.px(48)
        rowSpacing: Theme.px(24)

        TicketCard {
            Layout.fillWidth: true
            Layout.preferredWidth: 10
            Layout.fillHeight: !given.portrait
            most: given.portrait ? halves.height - halves.rowSpacing - paper.implicitHeight : halves.height
        }

        ColumnLayout {
            id: paper

            Layout.fillWidth: true
            Layout.preferredWidth: 9
            Layout.fillHeight: true
            spacing: Theme.px(20)

            Item { Layout.fillHeight: true }

            NoteStrip {
                Layout.fillWidth: true
                visible: TicketFlow.late
                icon: "clock"
                text: I18n.t("arrive.late")
            }

            TicketKeepsake {
                Layout.fillWidth: true
            }

            Item { Layout.fillHeight: true }

            BigButton {
                name: "done"
                Layout.fillWidth: true
                primary: false
                icon: "check"
                text: I18n.t("common.done")
                note: TicketFlow.leavesIn > 0 ? I18n.t("touch.ticket.return", { n: TicketFlow.leavesIn }) : ""
                onTouched: TicketFlow.leave()
            }
        }
    }
}
