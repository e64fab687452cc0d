// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Jiaohao.Theme
import Jiaohao.Controls
import Jiaohao.Link

// The newest call, readable from the last row of chairs; flashes when it is new or called again.
Item {
    id: now

    Rectangle {
        anchors.fill: parent
        radius: Theme.radius
        border.color: Theme.easy ? Theme.line : "transparent"
        border.width: Theme.easy ? Theme.lineWidth : 0
        gradient: Gradient {
            GradientStop { position: 0; color: Theme.callTop }
            GradientStop { position: 1; color: Theme.callBottom }
        }
    }

    Rectangle {
        id: flash

        anchors.fill: parent
        radius: Theme.radius
        color: "transparent"
        border.color: Theme.callMark
        border.width: Theme.px(14)
        opacity: 0
    }

    SequentialAnimation {
        id: flashing

        loops: 4

        NumberAnimation { target: flash; property: "opacity"; to: 1; duration: Theme.calm }
        NumberAnimation { target: flash; property: "opacity"; to: 0; duration: Theme.calm * 2 }
    }

    Connections {
        target: Hall

        function onCalled() {
            if (!Theme.still)
                flashing.restart();
        }
    }

    AppText {
        x: Theme.px(52)
        y: Theme.px(40)
        text: I18n.t("touch.display.now")
        size: Theme.large
        color: Theme.callInkMuted
    }

    Repeater {
        model: CallList {
            source: Hall.calls
            first: 0
            most: 1
        }

        Item {
            id: call

            required property string number
            required property string counter_label
            required property int recall

            anchors.fill: parent

            AppText {
                anchors.right: parent.right
                anchors.rightMargin: Theme.px(52)
                y: Theme.px(40)
                visible: call.recall > 0
                text: I18n.t("touch.display.recall", { n: call.recall })
                size: Theme.large
                color: Theme.callMark
            }

            Numeral {
                anchors.horizontalCenter: parent.horizontalCenter
                anchors.top: parent.top
                anchors.topMargin: Theme.px(110)
                anchors.bottom: where.top
                anchors.bottomMargin: Theme.px(14)
                width: parent.width - Theme.px(104)
                text: call.number
                color: Theme.callInk
            }

            Row {
                id: where

                anchors.horizontalCenter: parent.horizontalCenter
                anchors.bottom: parent.bottom
                anchors.bottomMargin: Theme.px(30)
                spacing: Theme.px(28)

                AppText {
                    anchors.verticalCenter: parent.verticalCenter
                    text: I18n.t("touch.display.go_to")
                    size: Theme.title
                    color: Theme.callInkMuted
                }

                AppText {
                    anchors.verticalCenter: parent.verticalCenter
                    text: I18n.t("touch.display.counter", { counter: call.counter_label })
                    size: Theme.px(104)
                    font.bold: true
                    color: Theme.callMark
                }
            }
        }
    }

    Column {
        anchors.centerIn: parent
        spacing: Theme.px(16)
        visible: Hall.calls.count === 0

        AppText {
            anchors.horizontalCenter: parent.horizontalCenter
            text: I18n.t("touch.display.none")
            size: Theme.huge
            font.bold: true
            color: Theme.callInk
        }

        AppText {
            anchors.horizontalCenter: parent.horizontalCenter
            text: I18n.t("touch.display.none.hint")
            color: Theme.callInkMuted
        }
    }
}
