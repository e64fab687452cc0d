// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme
import Jiaohao.Controls
import Jiaohao.Link

// Before the ticket: what may be faster, and by how much. At most three; one touch takes one.
Sheet {
    id: sheet

    onDismissed: VisitFlow.back()

    Column {
        width: parent.width
        spacing: Theme.px(10)

        AppText {
            width: parent.width
            text: I18n.t("arrive.offers.title")
            size: Theme.title
            font.bold: true
        }

        AppText {
            width: parent.width
            text: I18n.t("arrive.offers.hint", { service: I18n.own(TicketFlow.serviceName) })
            size: Theme.small
            color: Theme.textMuted
        }
    }

    Repeater {
        model: VisitFlow.offers

        OfferCard {
            required property var modelData
            required property int index

            width: parent?.width ?? 0
            name: "offer." + index
            offer: modelData
        }
    }

    // A wide screen has more room beside than below.
    Grid {
        id: ways

        width: parent.width
        columns: sheet.portrait ? 1 : 2
        spacing: sheet.gap
        horizontalItemAlignment: Grid.AlignHCenter
        verticalItemAlignment: Grid.AlignVCenter

        BigButton {
            name: "offers.decline"
            width: ways.width - (sheet.portrait ? 0 : away.width + ways.spacing)
            icon: "ticket"
            text: I18n.t("arrive.offers.decline")
            onTouched: VisitFlow.decline()
        }

        Chip {
            id: away

            name: "offers.back"
            icon: "back"
            text: I18n.t("common.back")
            onTouched: VisitFlow.back()
        }
    }
}
