// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme
import Jiaohao.Controls
import Jiaohao.Simulator

// One device: what it shows, its keys, and what became of the last press.
Item {
    id: card

    required property int address
    required property var kinds
    required property var panel
    required property bool armed
    required property string press
    required property int answered
    required property int beeps
    required property var keys
    required property var levels

    objectName: "device." + address
    implicitHeight: content.height + 36

    Card {
        anchors.fill: parent
        radius: Theme.radius
        border: card.armed ? Theme.accent : "transparent"
    }

    Column {
        id: content

        x: 18
        y: 18
        width: parent.width - 36
        spacing: 12

        Item {
            width: parent.width
            height: name.height

            AppText {
                id: name

                text: card.kinds.map(kind => Say.t("kind." + kind)).join(" + ") + " " + card.address
                size: Theme.body
                font.bold: true
            }

            Row {
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                spacing: 6
                visible: card.levels.length > 0

                Lamp {
                    anchors.verticalCenter: parent.verticalCenter
                    on: card.armed
                    hue: Theme.callMark
                }

                AppText {
                    text: Say.t(card.armed ? "pad.armed" : "pad.rest")
                    size: Theme.tiny
                    color: card.armed ? Theme.noteInk : Theme.textFaint
                }
            }
        }

        Column {
            visible: panel.implicitWidth > 0
            spacing: 3

            PictureItem {
                id: panel

                objectName: "panel." + card.address
                image: card.panel
                // Half its size, so that its dots make no stripes.
                width: implicitWidth / 2
                height: implicitHeight / 2
            }

            Item {
                width: panel.width
                height: caption.height

                AppText {
                    id: caption

                    text: Say.t("panel.number")
                    size: 11
                    color: Theme.textFaint
                }

                AppText {
                    anchors.right: parent.right
                    text: Say.t("panel.waiting")
                    size: 11
                    color: Theme.textFaint
                }
            }
        }

        PadFaces {
            visible: card.levels.length > 0
            width: parent.width
            address: card.address
            levels: card.levels
        }

        HandsetKeys {
            visible: card.keys.length > 0
            width: parent.width
            address: card.address
            keys: card.keys
        }

        Item {
            width: parent.width
            height: outcome.height
            visible: card.keys.length + card.levels.length > 0

            AppText {
                id: outcome

                objectName: "press." + card.address
                text: Say.t("press." + card.press)
                size: Theme.tiny
                color: card.press === "failed" ? Theme.noteInk : Theme.textMuted
            }

            AppText {
                anchors.right: parent.right
                text: card.beeps > 0 ? Say.t("counts.beeps", { answered: card.answered, beeps: card.beeps })
                                     : Say.t("counts", { answered: card.answered })
                size: Theme.tiny
                color: Theme.textFaint
            }
        }
    }
}
