// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme
import Jiaohao.Controls
import Jiaohao.Link

Item {
    id: ticket

    // No higher than this, if that can be: the number gives way to the words.
    property real most: Infinity
    readonly property real frame: Theme.px(64)

    implicitHeight: content.implicitHeight + frame

    Card { anchors.fill: parent }

    Column {
        id: content

        x: Theme.px(48)
        width: parent.width - 2 * x
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.px(Theme.easy ? 12 : 20)

        AppText {
            id: title

            anchors.horizontalCenter: parent.horizontalCenter
            text: I18n.t("touch.ticket.title")
            size: Theme.body
            color: Theme.textMuted
        }

        Numeral {
            width: parent.width
            height: Math.max(Theme.px(96), Math.min(Theme.px(210), ticket.most - ticket.frame - title.height
                                                                   - words.height - 2 * content.spacing))
            text: TicketFlow.number
            color: Theme.accent
        }

        TicketWords {
            id: words

            width: parent.width
        }
    }
}
