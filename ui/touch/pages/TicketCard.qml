// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme
import Jiaohao.Controls
import Jiaohao.Link

Item {
    id: ticket

    implicitHeight: content.implicitHeight + Theme.px(64)

    Card { anchors.fill: parent }

    Column {
        id: content

        x: Theme.px(48)
        width: parent.width - 2 * x
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.px(20)

        AppText {
            anchors.horizontalCenter: parent.horizontalCenter
            text: I18n.t("touch.ticket.title")
            size: Theme.body
            color: Theme.textMuted
        }

        Numeral {
            width: parent.width
            height: Theme.px(210)
            text: TicketFlow.number
            color: Theme.accent
        }

        AppText {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: I18n.own(TicketFlow.serviceName)
            size: Theme.large
            font.bold: true
        }

        Row {
            anchors.horizontalCenter: parent.horizontalCenter
            spacing: Theme.px(14)

            Repeater {
                model: Math.max(0, Math.floor((ticket.width - Theme.px(96)) / Theme.px(28)))

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
}
