// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme
import Jiaohao.Controls
import Jiaohao.Simulator

// A desktop receipt printer from the front: slot, lamps, counts.
Item {
    id: body

    readonly property var faults: Sim.faults

    function has(name: string): bool {
        return body.faults.indexOf(name) >= 0;
    }

    readonly property bool noPaper: has("paper-out")
    readonly property bool lowPaper: has("paper-near-end")

    Rectangle {
        anchors.fill: parent
        radius: 22
        color: Theme.callBottom
    }

    // The slot; the paper stands in front of its upper half.
    Rectangle {
        y: 16
        anchors.horizontalCenter: parent.horizontalCenter
        width: parent.width - 36
        height: 22
        radius: 11
        color: Qt.darker(Theme.callBottom, 1.5)
    }

    Row {
        x: 30
        y: 64
        spacing: 26

        Repeater {
            model: [
                { id: "power", on: Sim.plugged && !body.has("power-cycle"), hue: Theme.faces[3] },
                { id: "paper", on: body.noPaper || body.lowPaper, hue: Theme.callMark },
                { id: "error", on: Printer.blocked, hue: Theme.faces[0] }
            ]

            Row {
                id: light

                required property var modelData

                spacing: 8

                Lamp {
                    anchors.verticalCenter: parent.verticalCenter
                    on: light.modelData.on
                    hue: light.modelData.hue
                }

                AppText {
                    text: Say.t("printer.lamp." + light.modelData.id)
                    size: Theme.small
                    color: light.modelData.on ? Theme.callInk : Theme.callInkMuted
                }
            }
        }
    }

    Row {
        x: 30
        y: 108
        spacing: 34

        Repeater {
            model: [
                { id: "papers", n: Printer.papers },
                { id: "torn", n: Printer.torn },
                { id: "lost", n: Printer.lost }
            ]

            Column {
                id: count

                required property var modelData

                AppText {
                    text: count.modelData.n
                    size: Theme.title
                    font.bold: true
                    color: Theme.callInk
                }

                AppText {
                    text: Say.t("printer." + count.modelData.id)
                    size: Theme.tiny
                    color: Theme.callInkMuted
                }
            }
        }
    }
}
