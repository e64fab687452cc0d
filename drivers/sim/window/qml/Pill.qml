// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme
import Jiaohao.Controls

// A small choice among a few.
Touch {
    id: pill

    property string text
    property bool chosen: false

    implicitWidth: label.implicitWidth + 20
    implicitHeight: label.implicitHeight + 10

    Rectangle {
        anchors.fill: parent
        radius: height / 2
        color: pill.chosen ? Theme.accentSoft : "transparent"
        border.color: pill.chosen ? Theme.accent : Theme.line
        border.width: 1
    }

    AppText {
        id: label

        anchors.centerIn: parent
        text: pill.text
        size: Theme.tiny
        color: pill.chosen ? Theme.accent : Theme.textMuted
        wrapMode: Text.NoWrap
    }
}
