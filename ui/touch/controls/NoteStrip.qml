// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme
import Jiaohao.Controls

// One line of news over a page.
Rectangle {
    id: strip

    property string icon
    property string text

    implicitHeight: words.implicitHeight + Theme.px(36)
    radius: Theme.radiusSmall
    color: Theme.note
    border.color: Theme.easy ? Theme.noteInk : "transparent"
    border.width: Theme.easy ? Theme.lineWidth : 0

    Icon {
        id: sign

        x: Theme.px(28)
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.px(44)
        height: width
        name: strip.icon
        color: Theme.noteInk
    }

    AppText {
        id: words

        anchors.verticalCenter: parent.verticalCenter
        anchors.left: sign.right
        anchors.leftMargin: Theme.px(20)
        anchors.right: parent.right
        anchors.rightMargin: Theme.px(28)
        text: strip.text
        size: Theme.small
        color: Theme.noteInk
    }
}
