// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme
import Jiaohao.Controls

// A calm page that says one thing and what to do.
Column {
    id: notice

    property string icon
    property string title
    property string text

    spacing: Theme.px(36)

    Rectangle {
        anchors.horizontalCenter: parent.horizontalCenter
        width: Theme.px(240)
        height: width
        radius: width / 2
        color: Theme.accentSoft
        border.color: Theme.accentLine
        border.width: Theme.easy ? Theme.lineWidth : 0

        Icon {
            anchors.centerIn: parent
            width: Theme.px(124)
            height: width
            name: notice.icon
            color: Theme.accent
        }
    }

    AppText {
        width: parent.width
        horizontalAlignment: Text.AlignHCenter
        text: notice.title
        size: Theme.title
        font.bold: true
    }

    AppText {
        anchors.horizontalCenter: parent.horizontalCenter
        width: Math.min(parent.width, Theme.px(900))
        horizontalAlignment: Text.AlignHCenter
        text: notice.text
        size: Theme.body
        lineHeight: 1.35
        color: Theme.textMuted
    }
}
