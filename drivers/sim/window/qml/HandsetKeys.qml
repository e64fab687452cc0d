// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme
import Jiaohao.Controls
import Jiaohao.Simulator

// The keys of a call handset.
Grid {
    id: grid

    property int address: 0
    property var keys: []
    readonly property real cell: (width - (columns - 1) * spacing) / columns

    columns: 2
    spacing: 8

    Repeater {
        model: grid.keys

        Touch {
            id: key

            required property string modelData
            readonly property bool first: modelData === "handset.call"

            name: "key." + grid.address + "." + modelData // qmllint disable unqualified
            width: grid.cell // qmllint disable unqualified
            height: 40
            onTouched: Bus.press(grid.address, key.modelData) // qmllint disable unqualified

            Rectangle {
                anchors.fill: parent
                radius: 10
                color: key.first ? (key.held ? Theme.accentPressed : Theme.accent)
                                 : (key.held ? Theme.accentSoft : Theme.surfaceMuted)
            }

            AppText {
                anchors.centerIn: parent
                text: Say.t(key.modelData)
                size: Theme.small
                color: key.first ? Theme.accentInk : Theme.text
                wrapMode: Text.NoWrap
            }
        }
    }
}
