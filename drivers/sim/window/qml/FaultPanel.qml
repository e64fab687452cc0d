// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme
import Jiaohao.Controls
import Jiaohao.Simulator

// Every fault of the simulator by its name, to be switched on and off.
Rectangle {
    id: panel

    // What a fault is asked to wait for: "", "@3", "@cut".
    property string when: ""

    color: Theme.surface

    Rectangle {
        width: 1
        height: parent.height
        color: Theme.line
    }

    Column {
        id: top

        x: Theme.gap
        y: Theme.gap
        width: parent.width - 2 * x
        spacing: Theme.px(20)

        Item {
            width: parent.width
            height: title.height

            AppText {
                id: title

                text: Say.t("faults")
                size: Theme.body
                font.bold: true
            }

            Touch {
                anchors.right: parent.right
                name: "clear"
                width: clear.width
                height: title.height
                enabled: Sim.faults.length > 0
                onTouched: Sim.clearFaults()

                AppText {
                    id: clear

                    anchors.verticalCenter: parent.verticalCenter
                    text: Say.t("faults.clear")
                    size: Theme.small
                    color: Theme.accent
                }
            }
        }

        Row {
            visible: Sim.kind === "printer"
            spacing: Theme.px(12)

            Repeater {
                model: ["", "@3", "@cut"]

                Pill {
                    id: choice

                    required property string modelData

                    name: "when" + modelData
                    text: Say.t("when." + (modelData === "" ? "now" : modelData.substring(1)))
                    chosen: panel.when === modelData // qmllint disable unqualified
                    onTouched: panel.when = choice.modelData // qmllint disable unqualified
                }
            }
        }

        AppText {
            visible: Sim.refusal !== ""
            width: parent.width
            text: Sim.refusal
            size: Theme.tiny
            color: Theme.noteInk
        }
    }

    ListView {
        anchors.top: top.bottom
        anchors.topMargin: Theme.px(16)
        anchors.bottom: parent.bottom
        width: parent.width
        clip: true
        boundsBehavior: Flickable.StopAtBounds
        model: Sim.faultNames

        delegate: FaultRow {
            width: ListView.view.width
            when: panel.when // qmllint disable unqualified
        }
    }
}
