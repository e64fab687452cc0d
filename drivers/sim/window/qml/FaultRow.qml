// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme
import Jiaohao.Controls
import Jiaohao.Simulator

// One fault: what happens, its name in commands and scripts, and a switch.
Touch {
    id: row

    required property string modelData
    property string when: ""
    readonly property var faults: Sim.faults
    readonly property bool on: faults.indexOf(modelData) >= 0

    name: "fault." + modelData
    implicitHeight: 46
    onTouched: Sim.setFault(row.modelData, !row.on, row.when)

    Rectangle {
        anchors.fill: parent
        anchors.leftMargin: 1
        color: row.on ? Theme.note : (row.held ? Theme.accentSoft : "transparent")
    }

    Column {
        anchors.left: parent.left
        anchors.leftMargin: Theme.gap
        anchors.right: toggle.left
        anchors.rightMargin: 8
        anchors.verticalCenter: parent.verticalCenter

        AppText {
            width: parent.width
            text: Say.t("fault." + Sim.kind + "." + row.modelData)
            size: Theme.small
            wrapMode: Text.NoWrap
            elide: Text.ElideRight
        }

        AppText {
            width: parent.width
            text: row.modelData
            size: 11
            color: Theme.textFaint
            wrapMode: Text.NoWrap
        }
    }

    Rectangle {
        id: toggle

        anchors.right: parent.right
        anchors.rightMargin: Theme.gap
        anchors.verticalCenter: parent.verticalCenter
        width: 36
        height: 20
        radius: 10
        color: row.on ? Theme.noteInk : Theme.surfaceMuted
        border.color: row.on ? Theme.noteInk : Theme.textFaint
        border.width: 1

        Rectangle {
            x: row.on ? parent.width - width - 3 : 3
            anchors.verticalCenter: parent.verticalCenter
            width: 14
            height: 14
            radius: 7
            color: row.on ? Theme.surface : Theme.textFaint
        }
    }
}
