// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme
import Jiaohao.Controls
import Jiaohao.Link

Touch {
    id: card

    property var offer: ({})
    readonly property string words: I18n.own(offer.text ?? {})

    implicitHeight: content.implicitHeight + Theme.px(56)
    Accessible.role: Accessible.Button
    Accessible.name: what.text
    onTouched: VisitFlow.takeOffer(card.offer.offer)

    Card {
        anchors.fill: parent
        color: card.held ? Theme.accentSoft : Theme.surface
    }

    Icon {
        id: sign

        x: Theme.px(36)
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.px(72)
        height: width
        color: Theme.accent
        name: {
            switch (card.offer.to) {
            case "self_service": return "ticket";
            case "service": return "desk";
            case "later": return "clock";
            case "web_hall": return "globe";
            }
            return "phone";
        }
    }

    Column {
        id: content

        anchors.left: sign.right
        anchors.leftMargin: Theme.px(36)
        anchors.right: parent.right
        anchors.rightMargin: Theme.px(36)
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.px(8)

        AppText {
            id: what

            width: parent.width
            text: card.words !== "" ? card.words
                                    : I18n.t("diversion." + card.offer.to,
                                             { service: I18n.own(card.offer.serviceName ?? {}) })
            size: Theme.body
            font.bold: true
        }

        Fact {
            width: parent.width
            icon: "clock"
            ink: Theme.accent
            strong: true
            text: I18n.t("arrive.offers.saves", { n: card.offer.minutes })
        }
    }
}
