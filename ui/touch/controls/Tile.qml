// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme

// A caption over a value.
Rectangle {
    id: tile

    property string caption
    property string value
    property int valueSize: Theme.large

    implicitHeight: content.implicitHeight + Theme.px(44)
    radius: Theme.radiusSmall
    color: Theme.accentSoft
    border.color: Theme.accentLine
    border.width: Theme.easy ? Theme.lineWidth : 0

    Column {
        id: content

        anchors.verticalCenter: parent.verticalCenter
        x: Theme.px(28)
        width: parent.width - 2 * x
        spacing: Theme.px(6)

        AppText {
            width: parent.width
            text: tile.caption
            size: Theme.tiny
            color: Theme.textMuted
        }

        AppText {
            width: parent.width
            text: tile.value
            size: tile.valueSize
            font.bold: true
        }
    }
}
