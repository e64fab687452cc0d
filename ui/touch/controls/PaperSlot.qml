// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme

// A paper sliding out of a slot: shows where to look and what to take. It slides again and again while
// `printing`, and rests outside once printed.
Item {
    id: slot

    property bool printing: true
    property string number

    implicitWidth: Theme.px(520)
    implicitHeight: Theme.px(370)

    Rectangle {
        id: mouth

        anchors.horizontalCenter: parent.horizontalCenter
        width: Theme.px(480)
        height: Theme.px(56)
        radius: height / 2
        color: Theme.callBottom
        border.color: Theme.easy ? Theme.line : "transparent"
        border.width: Theme.easy ? Theme.lineWidth : 0
    }

    Item {
        anchors.top: mouth.verticalCenter
        anchors.horizontalCenter: parent.horizontalCenter
        width: Theme.px(380)
        height: slot.height - Theme.px(28)
        clip: true

        Rectangle {
            id: paper

            readonly property real hidden: -height + Theme.px(20)

            width: parent.width
            height: Theme.px(290)
            y: 0
            color: Theme.paper
            border.color: Theme.line
            border.width: Theme.px(2)

            Column {
                anchors.centerIn: parent
                spacing: Theme.px(18)

                AppText {
                    anchors.horizontalCenter: parent.horizontalCenter
                    text: slot.number
                    size: Theme.px(84)
                    font.bold: true
                    color: Theme.paperInk
                }

                Repeater {
                    model: [220, 270, 160]

                    Rectangle {
                        required property int modelData

                        anchors.horizontalCenter: parent?.horizontalCenter
                        width: Theme.px(modelData)
                        height: Theme.px(10)
                        radius: height / 2
                        color: Theme.paperInk
                        opacity: 0.18
                    }
                }
            }

            SequentialAnimation {
                running: slot.printing && !Theme.still
                loops: Animation.Infinite
                onStopped: paper.y = 0

                NumberAnimation {
                    target: paper
                    property: "y"
                    from: paper.hidden
                    to: 0
                    duration: Theme.slow
                    easing.type: Easing.OutCubic
                }

                PauseAnimation { duration: Theme.slow }
            }
        }

        Rectangle {
            width: parent.width
            height: Theme.px(28)
            color: Theme.callBottom
        }
    }
}
