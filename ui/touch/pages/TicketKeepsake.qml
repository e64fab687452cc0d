// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme
import Jiaohao.Controls
import Jiaohao.Link

// What the customer takes away: the paper, or the code on the screen when there is none.
Column {
    id: keepsake

    readonly property int paper: TicketFlow.paper
    readonly property bool printed: paper === TicketFlow.Printing || paper === TicketFlow.Printed

    spacing: Theme.px(22)

    AppText {
        width: parent.width
        horizontalAlignment: Text.AlignHCenter
        size: Theme.large
        font.bold: true
        text: {
            switch (keepsake.paper) {
            case TicketFlow.Printing: return I18n.t("touch.ticket.printing");
            case TicketFlow.Printed: return I18n.t("touch.ticket.printed");
            case TicketFlow.Unknown: return I18n.t("touch.ticket.unknown");
            }
            return I18n.t("touch.ticket.screen");
        }
    }

    PaperSlot {
        anchors.horizontalCenter: parent.horizontalCenter
        visible: keepsake.printed
        printing: keepsake.paper === TicketFlow.Printing && visible
        number: TicketFlow.number
    }

    Rectangle {
        anchors.horizontalCenter: parent.horizontalCenter
        visible: !keepsake.printed
        width: Theme.px(360)
        height: width
        radius: Theme.radiusSmall
        color: "white"
        border.color: Theme.line
        border.width: Theme.lineWidth

        QrCode {
            anchors.centerIn: parent
            width: Theme.px(344)
            height: width
            text: keepsake.printed ? "" : TicketFlow.keepsake
        }
    }

    AppText {
        width: parent.width
        horizontalAlignment: Text.AlignHCenter
        size: Theme.small
        color: Theme.textMuted
        text: I18n.t(keepsake.paper === TicketFlow.NotPrinted ? "touch.ticket.not_printed"
                                                               : "touch.ticket.listen")
    }
}
