// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme
import Jiaohao.Controls
import Jiaohao.Simulator

// A numeric keypad.
Item {
    id: stage

    readonly property int cell: 76
    readonly property int gap: 10

    Card {
        id: body

        anchors.centerIn: parent
        width: 4 * stage.cell + 3 * stage.gap + 48
        height: 5 * stage.cell + 4 * stage.gap + 96
    }

    Repeater {
        model: [
            { key: "NUMLOCK", sign: "Num", x: 0, y: 0 }, { key: "KPSLASH", sign: "/", x: 1, y: 0 },
            { key: "KPASTERISK", sign: "*", x: 2, y: 0 }, { key: "KPMINUS", sign: "-", x: 3, y: 0 },
            { key: "KP7", sign: "7", x: 0, y: 1 }, { key: "KP8", sign: "8", x: 1, y: 1 },
            { key: "KP9", sign: "9", x: 2, y: 1 }, { key: "KPPLUS", sign: "+", x: 3, y: 1, high: 2 },
            { key: "KP4", sign: "4", x: 0, y: 2 }, { key: "KP5", sign: "5", x: 1, y: 2 },
            { key: "KP6", sign: "6", x: 2, y: 2 },
            { key: "KP1", sign: "1", x: 0, y: 3 }, { key: "KP2", sign: "2", x: 1, y: 3 },
            { key: "KP3", sign: "3", x: 2, y: 3 }, { key: "KPENTER", sign: "Enter", x: 3, y: 3, high: 2 },
            { key: "KP0", sign: "0", x: 0, y: 4, wide: 2 }, { key: "KPDOT", sign: ".", x: 2, y: 4 }
        ]

        Touch {
            id: key

            required property var modelData
            readonly property int wide: modelData.wide === undefined ? 1 : modelData.wide
            readonly property int high: modelData.high === undefined ? 1 : modelData.high
            readonly property bool enter: modelData.key === "KPENTER"

            name: "keypad." + modelData.key
            x: body.x + 24 + modelData.x * (stage.cell + stage.gap) // qmllint disable unqualified
            y: body.y + 24 + modelData.y * (stage.cell + stage.gap) // qmllint disable unqualified
            width: wide * stage.cell + (wide - 1) * stage.gap // qmllint disable unqualified
            height: high * stage.cell + (high - 1) * stage.gap // qmllint disable unqualified
            enabled: Sim.plugged
            onTouched: Keypad.press(key.modelData.key)

            Rectangle {
                anchors.fill: parent
                radius: 12
                color: key.enter ? (key.held ? Theme.accentPressed : Theme.accent)
                                 : (key.held ? Theme.accentSoft : Theme.surfaceMuted)
            }

            AppText {
                anchors.centerIn: parent
                text: key.modelData.sign
                size: key.modelData.sign.length > 1 ? Theme.body : Theme.large
                font.bold: true
                color: key.enter ? Theme.accentInk : Theme.text
            }
        }
    }

    AppText {
        anchors.horizontalCenter: body.horizontalCenter
        anchors.bottom: body.bottom
        anchors.bottomMargin: 20
        text: Say.t("keypad.counts", { presses: Keypad.presses, unheard: Keypad.unheard })
        size: Theme.small
        color: Theme.textMuted
    }
}
