// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme

// A small light of a device.
Rectangle {
    id: lamp

    property bool on: false
    property color hue: Theme.accent

    implicitWidth: 12
    implicitHeight: 12
    radius: width / 2
    color: lamp.on ? lamp.hue : "transparent"
    border.color: lamp.on ? Qt.darker(lamp.hue, 1.25) : Theme.textFaint
    border.width: 1
}
