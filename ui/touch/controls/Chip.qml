// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme
import Jiaohao.Controls

// A small choice that is on or off: a language, a category, large type.
Touch {
    id: chip

    property string text
    property string icon
    property bool chosen: false

    readonly property color ink: chosen ? Theme.accentInk : Theme.text

    implicitHeight: Math.max(Theme.px(84), label.implicitHeight + Theme.px(28))
    implicitWidth: content.implicitWidth + Theme.px(64)
    Accessible.role: Accessible.Button
    Accessible.name: text

    Rectangle {
        anchors.fill: parent
        radius: height / 2
        color: chip.chosen ? Theme.accent : (chip.held ? Theme.accentSoft : Theme.surface)
        border.color: chip.chosen ? Theme.accent : Theme.line
        border.width: Theme.lineWidth
    }

    Row {
        id: content

        anchors.centerIn: parent
        spacing: Theme.px(14)

        Icon {
            visible: chip.icon !== ""
            anchors.verticalCenter: parent.verticalCenter
            name: chip.icon
            color: chip.ink
            width: Theme.px(40)
            height: width
        }

        AppText {
            id: label

            anchors.verticalCenter: parent.verticalCenter
            text: chip.text
            size: Theme.small
            wrapMode: Text.NoWrap
            color: chip.ink
        }
    }
}
