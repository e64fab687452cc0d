// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme
import Jiaohao.Controls
import Jiaohao.Simulator

// The faces of a rating pad, the best first.
Row {
    id: faces

    property int address: 0
    property var levels: []

    spacing: 8

    Repeater {
        model: faces.levels

        Touch {
            id: face

            required property int modelData
            // Five faces are drawn; other scales are spread over them.
            readonly property int best: faces.levels[0] // qmllint disable unqualified
            readonly property int drawing: best < 2 ? 5 : 1 + Math.round((modelData - 1) * 4 / (best - 1))

            name: "pad." + faces.address + "." + modelData // qmllint disable unqualified
            width: (faces.width - (faces.levels.length - 1) * faces.spacing) / faces.levels.length // qmllint disable unqualified
            height: Math.min(width, 64)
            onTouched: Bus.press(faces.address, "pad." + face.modelData) // qmllint disable unqualified

            Rectangle {
                anchors.fill: parent
                radius: 12
                color: face.held ? Theme.accentSoft : Theme.surfaceMuted
            }

            Icon {
                anchors.centerIn: parent
                width: Math.min(parent.width, parent.height) * 0.78
                height: width
                name: "face_" + face.drawing
                color: Theme.faces[face.drawing - 1]
            }
        }
    }
}
