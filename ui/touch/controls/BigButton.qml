// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme
import Jiaohao.Controls

Touch {
    id: button

    property string text
    property string note
    property string icon
    property bool primary: true
    // Less inviting than the others beside it.
    property bool quiet: false

    readonly property color ink: primary ? Theme.accentInk : (quiet ? Theme.textMuted : Theme.accent)

    implicitHeight: Math.max(Theme.px(128), words.implicitHeight + Theme.px(40))
    implicitWidth: words.implicitWidth + sign.width + Theme.px(120)
    Accessible.role: Accessible.Button
    Accessible.name: text

    Rectangle {
        anchors.fill: parent
        radius: Theme.radius
        color: button.primary ? (button.held ? Theme.accentPressed : Theme.accent)
                              : (button.held ? Theme.accentSoft : (button.quiet ? "transparent" : Theme.surface))
        border.color: button.primary ? "transparent" : (button.quiet ? Theme.line : Theme.accentLine)
        border.width: button.primary ? 0 : Theme.lineWidth
    }

    Row {
        anchors.centerIn: parent
        spacing: Theme.px(24)

        Icon {
            id: sign

            anchors.verticalCenter: parent.verticalCenter
            visible: button.icon !== ""
            name: button.icon
            color: button.ink
            width: visible ? Theme.px(52) : 0
            height: width
        }

        Column {
            id: words

            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.px(4)

            AppText {
                text: button.text
                size: button.primary ? Theme.large : Theme.body
                font.bold: true
                color: button.ink
            }

            AppText {
                visible: button.note !== ""
                text: button.note
                size: Theme.tiny
                color: button.primary ? Theme.accentInk : Theme.textMuted
                width: Math.min(implicitWidth, button.width - sign.width - Theme.px(90))
            }
        }
    }
}
