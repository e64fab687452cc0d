// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme
import Jiaohao.Controls
import Jiaohao.Link

Touch {
    id: card

    property string service
    property string title
    property bool open: true
    // Why it gives no ticket now (a RefusalCode), and the local times told with it.
    property string refused
    property string opens
    property string closes
    readonly property var visit: TicketFlow.steps
    // Among those of the visit to which another one is added.
    readonly property bool chosen: TicketFlow.stage === TicketFlow.Adding
                                   && visit.some(step => step.service === card.service)
    readonly property bool gives: open && refused === "" && !chosen
    property int waiting: 0
    property int countersOpen: 0
    property var expected

    implicitHeight: Theme.easy ? Theme.px(300) : Theme.px(256)
    name: "service." + service
    enabled: gives
    Accessible.role: Accessible.Button
    Accessible.name: title
    onTouched: TicketFlow.choose(service)

    Card {
        anchors.fill: parent
        raised: card.gives
        color: card.gives ? (card.held ? Theme.accentSoft : Theme.surface) : Theme.surfaceMuted
    }

    AppText {
        id: words

        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.bottom: facts.top
        anchors.margins: Theme.px(32)
        anchors.bottomMargin: Theme.px(12)
        text: card.title
        size: Theme.large
        font.bold: true
        elide: Text.ElideRight
        fontSizeMode: Text.Fit
        minimumPixelSize: Theme.small
    }

    Column {
        id: facts

        anchors.left: parent.left
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        anchors.margins: Theme.px(32)
        anchors.bottomMargin: Theme.px(26)
        spacing: Theme.px(10)

        Fact {
            width: parent.width
            visible: card.gives && !Hall.alone
            icon: "people"
            text: card.waiting > 0 ? I18n.t("service.waiting", { n: card.waiting })
                                   : I18n.t("service.waiting.none")
        }

        Fact {
            width: parent.width
            visible: card.gives
            icon: "clock"
            ink: Theme.accent
            strong: true
            text: Hall.alone ? I18n.t("touch.alone.wait") : Waits.words(card.expected, card.countersOpen)
        }

        Fact {
            width: parent.width
            visible: !card.gives
            icon: {
                if (card.chosen)
                    return "check";
                return card.refused === "service_day_limit" ? "ticket" : (card.opens !== "" ? "clock" : "moon");
            }
            text: card.chosen ? I18n.t("touch.add.chosen") : Hours.closed(card.refused, card.opens, card.closes)
        }
    }
}
